import type { ManifestDocument, ManifestItem, SharedItems } from "../../registry/manifest/index.ts";

/** Two versions of which nothing may be carried over. */
export const NOTHING_SHARED: SharedItems = { head: 0, tail: 0 };

/** The items that an earlier version did not have, or not like this. */
export function itemsBetween(
  document: ManifestDocument,
  { head, tail }: SharedItems,
): readonly ManifestItem[] {
  if (head === 0 && tail === 0) return document.items;
  const length = document.itemCount - head - tail;
  const items = Array.from({ length }, (_, index) => document.item(head + index));
  return items.filter((item) => item !== null);
}

/** What was known of the items that are not shared. */
export function between<Thing>(
  all: readonly Thing[],
  { head, tail }: SharedItems,
): readonly Thing[] {
  return all.slice(head, all.length - tail);
}

/** What is known of all items, once the ones in the middle have been looked at anew. */
export function replaceBetween<Thing>(
  all: readonly Thing[],
  { head, tail }: SharedItems,
  middle: readonly Thing[],
): readonly Thing[] {
  return all.slice(0, head).concat(middle, all.slice(all.length - tail));
}
