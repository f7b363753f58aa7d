import { MANIFEST_CODES } from "./codes.ts";
import { ItemView } from "./item-view.ts";
import type { Piece } from "./piece.ts";
import { shiftSpan } from "./shift.ts";
import type { ManifestProblem } from "./types.ts";

/**
 * Puts the items of all pieces in their places, by the rules that look at more than one item: of several valid items
 * with one name the first has it and the others are invalid; an item without a name is called `invalid_plugin_<k>`
 * for the k-th invalid item.
 */
export function placeItems(
  pieces: readonly Piece[],
  starts: readonly number[],
): readonly ItemView[] {
  const views: ItemView[] = [];
  const holders = new Map<string, ItemView>();
  let invalid = 0;
  for (const [index, piece] of pieces.entries()) {
    const base = starts[index] ?? 0;
    for (const own of piece.items) {
      const name = own.ownName ?? `invalid_plugin_${String(invalid)}`;
      const holder = own.ownName === null ? undefined : holders.get(name);
      const duplicate = holder ? duplicateName(name, base, own.headSpan, holder) : null;
      const view = new ItemView(piece, base, own, { position: views.length, name, duplicate });
      if (view.entry) holders.set(name, view);
      else invalid += 1;
      views.push(view);
    }
  }
  return views;
}

function duplicateName(
  name: string,
  base: number,
  headSpan: ManifestProblem["span"],
  holder: ItemView,
): ManifestProblem {
  return {
    code: MANIFEST_CODES.duplicateName,
    severity: "error",
    message: `Another entry above is called \`${name}\` already, so this one is not loaded: give it a name of its own, or remove it.`,
    span: shiftSpan(headSpan, base),
    related: [{ span: holder.headSpan, message: `\`${name}\` is taken here.` }],
    data: { name },
  };
}
