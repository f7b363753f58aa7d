/** Appends to a list that remembers only its latest `limit` items. */
export function remember<Item>(list: Item[], item: Item, limit: number): void {
  list.push(item);
  if (list.length > limit) list.splice(0, list.length - limit);
}
