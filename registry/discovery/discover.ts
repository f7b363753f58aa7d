import { installFoldersOf, type LookupRoots, type ModuleIndex } from "../modules/index.ts";
import { announcedByNpm } from "./npm-packages.ts";
import { announcedByPython } from "./python-packages.ts";
import { listEntryPoint } from "./list-entry-point.ts";
import type { Announcement, EntryPointListing } from "./types.ts";

/** Everything that the installed packages announce, sorted by the entry points' names. Reads metadata only. */
export async function findAnnouncements(roots: LookupRoots): Promise<readonly Announcement[]> {
  const { nodeModules, sitePackages } = installFoldersOf(roots);
  const announced = await Promise.all([
    announcedByNpm(nodeModules),
    announcedByPython(sitePackages),
  ]);
  return announced
    .flat()
    .toSorted(
      (one, other) =>
        compareSpelling(one.name, other.name) ||
        compareSpelling(one.distribution, other.distribution),
    );
}

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

/** The same order on every machine, whatever its language. */
function compareSpelling(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
