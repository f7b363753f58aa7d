import type { ClassLookup } from "../../registry/modules/index.ts";
import { KNOWN_HOOKS } from "../../schemas/index.ts";

/** More manifests than anybody works on at once. */
const MOST_KEPT = 32;
const kept = new Map<string, ReadonlySet<string>>();

/**
 * Every hook that the platform or a plugin of the manifest fires, by what is known of its entries' classes. The same set as long as it holds the same, whatever
 * other manifests are asked about in between: what was found with it stays valid.
 */
export function firedHooks(lookups: Iterable<ClassLookup | null>): ReadonlySet<string> {
  const fired = new Set(Object.keys(KNOWN_HOOKS));
  for (const lookup of new Set(lookups)) {
    if (lookup?.kind !== "found") continue;
    for (const { name } of lookup.facts.emits) fired.add(name);
  }
  const names = [...fired].toSorted().join("\n");
  const same = kept.get(names);
  if (same) return same;
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(names, fired);
  return fired;
}
