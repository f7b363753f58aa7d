import { MANIFEST_ENTRY_KEYS } from "../../schemas/index.ts";
import { isRecord } from "../workspace/index.ts";
import { rearrange } from "./rearrange.ts";
import type { RefactoringProvider } from "./refactoring.ts";

const KNOWN: readonly string[] = MANIFEST_ENTRY_KEYS;

/** Puts an entry's keys into the order in which everybody writes them. Their comments go with them. */
export const sortKeys: RefactoringProvider = ({ text, form }, item) => {
  if (!item || !isRecord(item.raw)) return null;
  const { span, braces } = item;
  // Between brackets a comment cannot be told from its neighbours'; what is not closed may reach anywhere.
  if (braces && !/^\{[^#]*\}$/.test(text.slice(braces.start, braces.end))) return null;
  const written = Object.keys(item.raw)
    .flatMap((name) => {
      const key = item.spansAt([name])?.key;
      // A merged key stands elsewhere; in the mapping form the name stands before the entry.
      const isOwn = key && key.start >= span.start && key.end <= span.end;
      return isOwn && (form === "list" || key.start > span.start)
        ? [{ name, start: key.start }]
        : [];
    })
    .toSorted((one, other) => one.start - other.start);
  const order = written
    .map((_, index) => index)
    .toSorted((one, other) => rankOf(written[one]?.name) - rankOf(written[other]?.name));
  if (order.every((from, index) => from === index)) return null;
  const starts = written.map(({ start }) => start);
  const end = braces ? braces.end - 1 : span.end;
  const edits = rearrange(text, { starts, end, isFlow: braces !== null }, order);
  return edits && { title: `Sort the keys of ${item.name}`, kind: "rewrite", edits };
};

/** Keys of other tools stay behind, as they were. */
function rankOf(name: string | undefined): number {
  const rank = KNOWN.indexOf(name ?? "");
  return rank < 0 ? KNOWN.length : rank;
}
