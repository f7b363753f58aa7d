import type { KnownEntry } from "./known-entry.ts";

/** The hooks for which an entry's plugin is called: its own list, else that of its class. */
export function hooksOf({ entry, lookup }: KnownEntry): readonly string[] {
  const declared = lookup?.kind === "found" ? lookup.facts.hooks?.map(({ name }) => name) : null;
  // An empty list says nothing, as the registry reads it.
  return entry.hooks && entry.hooks.length > 0 ? entry.hooks : (declared ?? []);
}
