import type { Piece } from "./piece.ts";
import type { Standings } from "./standings.ts";
import type { Update } from "./update.ts";

/**
 * The standings after an update that leaves those of the other items as they are, as nearly all do; null when they
 * have to be made anew.
 */
export function rankAfter({ first, removed, added }: Update, before: Standings): Standings | null {
  if (areAlike(removed, added)) return before;
  // With a duplicate, or an item that is called after its place, any item may be concerned.
  if (before.hasUnnamed || before.duplicates.size > 0) return null;
  const names = added.map(nameOf).filter((name) => name !== null);
  if (names.length < added.length || new Set(names).size < names.length) return null;
  const others = before.names.toSpliced(first, removed.length);
  if (names.some((name) => others.includes(name))) return null;
  return { ...before, names: others.toSpliced(first, 0, ...names) };
}

function areAlike(before: readonly Piece[], after: readonly Piece[]): boolean {
  return (
    before.length === after.length &&
    before.every((piece, index) => {
      const now = after[index];
      return now && nameOf(piece) === nameOf(now) && isValid(piece) === isValid(now);
    })
  );
}

/** Pieces of a text that is cut have one item each. */
const nameOf = ({ items }: Piece): string | null => items[0]?.ownName ?? null;
const isValid = ({ items }: Piece): boolean => !!items[0]?.entry;
