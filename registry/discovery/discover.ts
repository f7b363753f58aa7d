import { findAnnouncements, type LookupRoots, type ModuleIndex } from "../modules/index.ts";
import { listEntryPoint } from "./list-entry-point.ts";
import type { EntryPointListing } from "./types.ts";

/**
 * The plugins that installed packages announce, with what their sources say about them. No plugin code is run.
 * `configured` are the modules that the manifest's entries name.
 */
export async function discoverEntryPoints(
  roots: LookupRoots,
  index: Pick<ModuleIndex, "lookup">,
  configured: ReadonlySet<string>,
): Promise<readonly EntryPointListing[]> {
  const announcements = await findAnnouncements(roots);
  return Promise.all(
    announcements.map(async (announcement) => {
      const lookup = await index.lookup(announcement.module, roots);
      return listEntryPoint(announcement, lookup, configured.has(announcement.module));
    }),
  );
}
