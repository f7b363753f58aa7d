import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { parseEntryPoints } from "./entry-points-file.ts";
import { isKnownGroup } from "./groups.ts";
import type { Announcement } from "./announcements.ts";

const METADATA_FOLDER = /^(?<name>.+?)(?:-[^-]*)?\.(?:dist|egg)-info$/;
/** What a contributor is called where an entry point names a module only. */
const CONTRIBUTOR = "register_plugins";

/** What the Python packages in these folders announce, by `*.dist-info/entry_points.txt`. */
export async function announcedByPython(
  sitePackages: readonly string[],
): Promise<readonly Announcement[]> {
  const announced = await Promise.all(sitePackages.map((folder) => announcedIn(folder)));
  return announced.flat();
}

async function announcedIn(sitePackages: string): Promise<readonly Announcement[]> {
  const folders = await metadataFoldersOf(sitePackages);
  const announced = await Promise.all(
    folders.map(async (folder) => {
      const file = path.join(folder, "entry_points.txt");
      const text = await readIfThere(file);
      if (text === null) return [];
      const known = parseEntryPoints(text).flatMap(({ group, name, object }) =>
        isKnownGroup(group) ? [{ group, name, module: referenceOf(object, group) }] : [],
      );
      if (known.length === 0) return [];
      const distribution = await distributionOf(folder);
      return known.map((each) => ({ ...each, distribution, file }));
    }),
  );
  return announced.flat();
}

function referenceOf(object: string, group: Announcement["group"]): string {
  return object.includes(":") || group === "agent_pm.plugins" ? object : `${object}:${CONTRIBUTOR}`;
}

async function metadataFoldersOf(sitePackages: string): Promise<readonly string[]> {
  try {
    const names = await readdir(sitePackages);
    return names
      .filter((name) => METADATA_FOLDER.test(name))
      .toSorted()
      .map((name) => path.join(sitePackages, name));
  } catch {
    return []; // An environment that was removed meanwhile holds nothing to install.
  }
}

/** As the package spells its name; the folder's name where its metadata cannot be read. */
async function distributionOf(folder: string): Promise<string> {
  for (const file of ["METADATA", "PKG-INFO"]) {
    const text = await readIfThere(path.join(folder, file));
    const name = text && /^Name:[ \t]*(\S+)/im.exec(text)?.[1];
    if (name) return name;
  }
  const base = path.basename(folder);
  return METADATA_FOLDER.exec(base)?.groups?.["name"] ?? base;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return null; // Most packages announce nothing, and have no such file.
  }
}
