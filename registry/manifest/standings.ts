import { MANIFEST_CODES } from "./codes.ts";
import { countItems, itemAtPosition, type Parsed, type PlacedItem } from "./parsed.ts";
import { shiftSpan } from "./shift.ts";
import type { ManifestProblem } from "./types.ts";

/**
 * What is decided by looking at all items: of several valid items with one name the first has it and the others are
 * invalid; an item without a name is called `invalid_plugin_<k>` for the k-th invalid item.
 */
export interface Standings {
  /** By position. */
  readonly names: readonly string[];
  /** From the position of an item whose name is taken to the position of the item that has it. */
  readonly duplicates: ReadonlyMap<number, number>;
  /** Whether there are items that are called after their place among the invalid ones. */
  readonly hasUnnamed: boolean;
}

/** Gives every item its name. */
export function rankItems(parsed: Parsed): Standings {
  const names: string[] = [];
  const duplicates = new Map<number, number>();
  const holders = new Map<string, number>();
  const count = countItems(parsed);
  let invalid = 0;
  let hasUnnamed = false;
  for (let position = 0; position < count; position++) {
    const own = itemAtPosition(parsed, position)?.own;
    const name = own?.ownName ?? null;
    const holder = name === null ? undefined : holders.get(name);
    hasUnnamed ||= name === null;
    names.push(name ?? `invalid_plugin_${String(invalid)}`);
    if (holder !== undefined) duplicates.set(position, holder);
    if (!own?.entry || holder !== undefined) invalid += 1;
    else if (name !== null) holders.set(name, position);
  }
  return { names, duplicates, hasUnnamed };
}

/** The problem of an item whose name another one has. */
export function duplicateName(
  name: string,
  { base, own }: PlacedItem,
  holder: PlacedItem | null,
): ManifestProblem {
  const message = `Another entry above is called \`${name}\` already, so this one is not loaded: give it a name of its own, or remove it.`;
  const taken = holder && shiftSpan(holder.own.headSpan, holder.base);
  return {
    code: MANIFEST_CODES.duplicateName,
    severity: "error",
    message,
    span: shiftSpan(own.headSpan, base),
    ...(taken && { related: [{ span: taken, message: `\`${name}\` is taken here.` }] }),
    data: { name },
  };
}
