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
  const closing = closingBracket(text, items);
  const row = { starts, end: closing ?? text.length, isFlow: closing !== null };
  const edits = rearrange(text, row, order);
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

/** Of entries in brackets; without them, everything below the last entry belongs to it. */
function closingBracket(text: string, items: readonly ManifestItem[]): number | null {
  const last = items.at(-1)?.span.end ?? text.length;
  const [gap = null] = /^(?:[\s,]|(?<=\s)#[^\n]*\n)*(?=[\]}])/.exec(text.slice(last)) ?? [];
  return gap === null ? null : last + gap.length;
}
