import type { ClassLookup } from "../../registry/modules/index.ts";
import { KNOWN_HOOKS } from "../../schemas/index.ts";
import type { KnownEntry } from "../workspace/index.ts";

let last: ReadonlySet<string> = new Set(Object.keys(KNOWN_HOOKS));

/** Every hook that the platform or a plugin of the manifest fires. The same set as long as it holds the same. */
export function firedHooks(entries: readonly KnownEntry[]): ReadonlySet<string> {
  const lookups = new Set<ClassLookup>();
  for (const { lookup } of entries) if (lookup) lookups.add(lookup);
  const fired = new Set(Object.keys(KNOWN_HOOKS));
  for (const lookup of lookups) {
    if (lookup.kind !== "found") continue;
    for (const { name } of lookup.facts.emits) fired.add(name);
  }
  const isSame = fired.size === last.size && [...fired].every((hook) => last.has(hook));
  if (!isSame) last = fired;
  return last;
}
