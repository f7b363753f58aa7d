import { MANIFEST_CODES, type ManifestItem } from "../../registry/manifest/index.ts";
import { readEntry } from "../workspace/index.ts";
import { rearrange } from "./rearrange.ts";
import type { RefactoringProvider } from "./refactoring.ts";

/** Puts the entries into the order of their names. Their order is the one in which hooks call them: the title says so. */
export const sortEntries: RefactoringProvider = ({ text, items, problems }) => {
  // What is broken may reach further than it seems.
  if (items.length < 2 || problems.some(({ code }) => code === MANIFEST_CODES.syntax)) return null;
  const order = items
    .map((_, index) => index)
    .toSorted((one, other) => compare(items[one], items[other]));
  if (order.every((from, index) => from === index)) return null;
  const starts = items.map(({ span }) => span.start);
  const edits = rearrange(text, starts, endOf(text, items), order);
  const warning = shareNoHook(items) ? "" : " (changes the order of calls)";
  return (
    edits && { title: `Sort the entries by name${warning}`, kind: "rewrite", edits, reorders: true }
  );
};

function compare(one: ManifestItem | undefined, other: ManifestItem | undefined): number {
  const [first = "", second = ""] = [one?.name, other?.name];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** Entries whose hooks are not listed may share any. */
function shareNoHook(items: readonly ManifestItem[]): boolean {
  const enabled = items.map(readEntry).filter(({ isEnabled }) => isEnabled);
  const listed = enabled.map(({ hooks }) => hooks ?? []);
  const all = listed.flat();
  return listed.every((hooks) => hooks.length > 0) && new Set(all).size === all.length;
}

/** Of a list in brackets the last entry's own end; else everything below belongs to the last. */
function endOf(text: string, items: readonly ManifestItem[]): number {
  const last = items.at(-1)?.span.end ?? text.length;
  return /^\s*,?\s*[\]}]/.test(text.slice(last)) ? last : text.length;
}
