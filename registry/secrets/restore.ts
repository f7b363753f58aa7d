import { isDeepStrictEqual } from "node:util";
import { define, isSecretsKey, MASK, maskConfig } from "./mask.ts";
import { isRecord } from "../base/record.ts";

/**
 * The config that a caller meant who was shown `maskConfig(previous)` and posted it back, edited or not: each mask
 * becomes the value that it stood for. A mask that stands for nothing is left out, for it is never a secret itself.
 */
export function restoreMasked(previous: unknown, posted: unknown): unknown {
  if (Array.isArray(posted)) return restoreList(previous, posted);
  if (!isRecord(posted)) return posted;

  const restored: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(posted)) {
    const before = isRecord(previous) && Object.hasOwn(previous, key) ? previous[key] : undefined;
    const now = isSecretsKey(key) ? restoreSecrets(before, value) : restoreMasked(before, value);
    if (now !== undefined || value === undefined) define(restored, key, now);
  }
  return restored;
}

/**
 * An item belongs to the one that looked the same, else to the one in its place, provided that no other item has
 * claimed that one: what moved or was removed must not hand its secrets to a neighbour.
 */
function restoreList(previous: unknown, posted: readonly unknown[]): unknown[] {
  const before: readonly unknown[] = Array.isArray(previous) ? previous : [];
  const masked = before.map((item) => maskConfig(item));
  const free = new Set(before.keys());

  const sources = posted.map((item, place) => {
    const isSame = (index: number): boolean => isDeepStrictEqual(masked[index], item);
    const index = free.has(place) && isSame(place) ? place : [...free].find(isSame);
    if (index !== undefined) free.delete(index);
    return index;
  });
  return posted.map((item, place) => {
    const inPlace = posted.length === before.length && free.has(place) ? place : undefined;
    const source = sources[place] ?? inPlace;
    return restoreMasked(source === undefined ? undefined : before[source], item);
  });
}

function restoreSecrets(previous: unknown, posted: unknown): unknown {
  if (Array.isArray(posted)) {
    const before: readonly unknown[] = Array.isArray(previous) ? previous : [];
    // Masks look alike: only a list of the same length says which is which.
    const isAligned = before.length === posted.length;
    return posted
      .map((value, index) => restoreOne(isAligned ? before[index] : undefined, value))
      .filter((value) => value !== undefined);
  }
  if (!isRecord(posted)) return restoreOne(previous, posted);

  const restored: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(posted)) {
    const before = isRecord(previous) && Object.hasOwn(previous, name) ? previous[name] : undefined;
    const now = restoreOne(before, value);
    if (now !== undefined) define(restored, name, now);
  }
  return restored;
}

/** Null was shown for null and for the empty string. */
function restoreOne(previous: unknown, posted: unknown): unknown {
  if (posted === MASK) return previous;
  return posted === null && previous === "" ? "" : posted;
}
