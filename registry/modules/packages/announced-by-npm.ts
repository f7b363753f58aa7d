import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { isKnownGroup } from "./groups.ts";
import type { Announcement } from "./announcements.ts";

/** What a contributor is called where an entry point names a module only. */
const CONTRIBUTOR = "registerPlugins";
/** Files that are read side by side: enough to hide the disk's latency, few enough for the limit of open files. */
const READS_AT_ONCE = 32;

/**
 * The part of `package.json` that announces plugins. Values are `subpath:ClassName`, where the subpath is one that the
 * package's `exports` offers: `.` is the package itself. One that is wrong takes none of the others with it.
 */
const announcingPackageSchema = z.object({
  patchbay: z.object({
    entryPoints: z.record(z.string(), z.unknown()),
  }),
});

/** What the packages in these `node_modules` folders announce. Of two packages with one name, the first is the one that is imported. */
export async function announcedByNpm(
  nodeModules: readonly string[],
): Promise<readonly Announcement[]> {
  const byName = new Map<string, string>();
  for (const folder of nodeModules) {
    for (const name of await packageNamesIn(folder)) {
      if (!byName.has(name)) byName.set(name, path.join(folder, name));
    }
  }
  const waiting = byName.entries();
  const announced: Announcement[] = [];
  const readNext = async (): Promise<void> => {
    for (const [name, folder] of waiting) announced.push(...(await announcedIn(name, folder)));
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, readNext));
  return announced;
}

/** Scoped names included. */
async function packageNamesIn(nodeModules: string): Promise<readonly string[]> {
  const names = await namesIn(nodeModules);
  const scoped = await Promise.all(
    names
      .filter((name) => name.startsWith("@"))
      .map(async (scope) => {
        const inScope = await namesIn(path.join(nodeModules, scope));
        return inScope.map((name) => `${scope}/${name}`);
      }),
  );
  return [...names.filter((name) => !name.startsWith("@")), ...scoped.flat()];
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith("."));
  } catch {
    return []; // A file where a folder is expected, or a folder that went away: no package.
  }
}

/** Under the name that it is imported by, whatever it calls itself. */
async function announcedIn(distribution: string, folder: string): Promise<readonly Announcement[]> {
  const parsed = announcingPackageSchema.safeParse(await readPackage(folder));
  if (!parsed.success) return [];
  const { patchbay } = parsed.data;
  return Object.entries(patchbay.entryPoints).flatMap(([group, named]) =>
    isKnownGroup(group) && typeof named === "object" && named !== null
      ? Object.entries(named).map(([name, object]: [string, unknown]) => ({
          name,
          group,
          module: moduleOf(distribution, object, group),
          distribution,
          file: path.join(folder, "package.json"),
        }))
      : [],
  );
}

/** Null: it is no package, or one that announces nothing. */
async function readPackage(folder: string): Promise<unknown> {
  try {
    const text = await readFile(path.join(folder, "package.json"), "utf8");
    // Nearly all packages are told apart without parsing them.
    return text.includes('"patchbay"') ? JSON.parse(text.replace(/^\uFEFF/, "")) : null;
  } catch {
    return null;
  }
}

/** What is no text, or leads out of its package, leads nowhere, and is listed so that whoever looks sees which one is wrong. */
function moduleOf(distribution: string, object: unknown, group: Announcement["group"]): string {
  const where = `in the package.json of ${distribution}`;
  if (typeof object !== "string" || object === "") return `(no text ${where})`;
  const leadsOut = object.split(/[\\/:]/).includes("..");
  return leadsOut
    ? `(a path out of the package ${where})`
    : referenceOf(distribution, object, group);
}

function referenceOf(distribution: string, object: string, group: Announcement["group"]): string {
  const relative = object.replace(/^\.(?:\/|(?=:|$))/, "");
  const joined =
    relative === "" || relative.startsWith(":")
      ? `${distribution}${relative}`
      : `${distribution}/${relative}`;
  return object.includes(":") || group === "agent_pm.plugins" ? joined : `${joined}:${CONTRIBUTOR}`;
}
