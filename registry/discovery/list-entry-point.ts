import type { Announcement, ClassLookup } from "../modules/index.ts";
import type { EntryPointFacts, EntryPointListing } from "./types.ts";
import { wordLookupFailure } from "./word-lookup-failure.ts";

/** An announcement with what reading its source told. */
export function listEntryPoint(
  announcement: Announcement,
  lookup: ClassLookup,
  isConfigured: boolean,
): EntryPointListing {
  const failure = wordLookupFailure(announcement.module, lookup);
  return {
    ...announcement,
    isConfigured,
    facts: failure ? null : factsOf(announcement, lookup),
    error: failure ? failure.message : null,
  };
}

function factsOf({ name }: Announcement, lookup: ClassLookup): EntryPointFacts {
  if (lookup.kind !== "found" || lookup.isPlugin === "no") {
    return { pluginName: name, description: null, hooks: [] };
  }
  const { declaredName, description, hooks } = lookup.facts;
  return {
    pluginName: declaredName ?? name,
    description: description ?? "",
    hooks: (hooks ?? []).map((hook) => hook.name),
  };
}
