import { installFoldersOf } from "../install-folders.ts";
import type { LookupRoots } from "../types.ts";
import { announcedByNpm } from "./announced-by-npm.ts";
import { announcedByPython } from "./announced-by-python.ts";
import type { EntryPointGroup } from "./groups.ts";

/** How an installed package announces a plugin. */
export interface Announcement {
  readonly name: string;
  readonly group: EntryPointGroup;
  /** As a manifest names it: `path:ClassName`. */
  readonly module: string;
  /** Name of the package. */
  readonly distribution: string;
  /** The file that announces it. */
  readonly file: string;
}

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

/** The same order on every machine, whatever its language. */
function compareSpelling(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
