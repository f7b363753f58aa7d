import type { EntryPointRecord } from "../../schemas/index.ts";
import type { EntryPointListing } from "./types.ts";

/** A listing as Agent PM shows it. */
export function toEntryPointRecord(listing: EntryPointListing): EntryPointRecord {
  const { name, module, isConfigured, distribution, facts, error } = listing;
  return {
    entry_point: name,
    module,
    configured: isConfigured,
    distribution,
    ...(facts && {
      plugin_name: facts.pluginName,
      description: facts.description,
      hooks: [...facts.hooks],
    }),
    ...(error !== null && { error }),
  };
}
