import { MANIFEST_ENTRY_KEYS } from "../../schemas/index.ts";
import { isRecord } from "../workspace/index.ts";
import { rearrange } from "./rearrange.ts";
import type { RefactoringProvider } from "./refactoring.ts";

const KNOWN: readonly string[] = MANIFEST_ENTRY_KEYS;

/** Puts an entry's keys into the order in which everybody writes them. Their comments go with them. */
export const sortKeys: RefactoringProvider = ({ text, form }, item) => {
  if (!item || !isRecord(item.raw)) return null;
  const { span } = item;
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
  const isBraced = text
    .slice(span.start, Math.min(...starts))
    .trimEnd()
    .endsWith("{");
  const edits = rearrange(text, starts, isBraced ? span.end - 1 : span.end, order);
  return edits && { title: `Sort the keys of ${item.name}`, kind: "rewrite", edits };
};

/** Keys of other tools stay behind, as they were. */
function rankOf(name: string | undefined): number {
  const rank = KNOWN.indexOf(name ?? "");
  return rank < 0 ? KNOWN.length : rank;
}
