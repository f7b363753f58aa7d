import { isDeepStrictEqual } from "node:util";
import { define, isSecretsKey, MASK, maskConfig } from "./mask.ts";
import { isRecord } from "../base/record.ts";

type Path = readonly (string | number)[];

export type Restored =
  | { readonly kind: "restored"; readonly config: unknown }
  /** Masks that stand for nothing, by where they are: what the caller means is not known. */
  | { readonly kind: "nothing-stored"; readonly paths: readonly Path[] };

/**
 * The config that a caller meant who was shown `maskConfig(previous)` and posted it back, edited or not: each mask
 * becomes the value that it stood for. It is never a secret itself, however deep it is below `secrets`.
 */
export function restoreMasked(previous: unknown, posted: unknown): Restored {
  const paths: Path[] = [];
  const config = restore(previous, posted, [], paths);
  return paths.length === 0 ? { kind: "restored", config } : { kind: "nothing-stored", paths };
}

function restore(previous: unknown, posted: unknown, path: Path, unknowns: Path[]): unknown {
  if (Array.isArray(posted)) return restoreList(previous, posted, path, unknowns);
  if (!isRecord(posted)) return posted;

  const restored: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(posted)) {
    const before = below(previous, key);
    const here = [...path, key];
    const now = isSecretsKey(key)
      ? restoreSecrets(before, value, here, unknowns)
      : restore(before, value, here, unknowns);
    define(restored, key, now);
  }
  return restored;
}

/**
 * An item belongs to the one that looked the same, else to the one in its place, provided that no other item has
 * claimed that one: what moved or was removed must not hand its secrets to a neighbour.
 */
function restoreList(
  previous: unknown,
  posted: readonly unknown[],
  path: Path,
  unknowns: Path[],
): unknown[] {
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
    return restore(
      source === undefined ? undefined : before[source],
      item,
      [...path, place],
      unknowns,
    );
  });
}

/** What is below `secrets`, at any depth: a mask there is the value in the same place. */
function restoreSecrets(previous: unknown, posted: unknown, path: Path, unknowns: Path[]): unknown {
  if (Array.isArray(posted)) {
    // Masks look alike: only a list of the same length says which is which.
    const isAligned = Array.isArray(previous) && previous.length === posted.length;
    return posted.map((value, index) =>
      restoreSecrets(isAligned ? previous[index] : undefined, value, [...path, index], unknowns),
    );
  }
  if (!isRecord(posted)) return restoreOne(previous, posted, path, unknowns);

  const restored: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(posted)) {
    // A bare value is what `{ value: … }` says at length.
    const isAtLength = name === "value" && !isRecord(previous);
    const before = isAtLength ? previous : below(previous, name);
    define(restored, name, restoreSecrets(before, value, [...path, name], unknowns));
  }
  return restored;
}

/** Null was shown for null and for the empty string. */
function restoreOne(previous: unknown, posted: unknown, path: Path, unknowns: Path[]): unknown {
  if (posted !== MASK) return posted === null && previous === "" ? "" : posted;
  const isStored = previous !== undefined && previous !== null && previous !== "";
  if (!isStored) unknowns.push(path);
  return previous;
}

function below(previous: unknown, key: string): unknown {
  return isRecord(previous) && Object.hasOwn(previous, key) ? previous[key] : undefined;
}
