import { createHash } from "node:crypto";
import { lstat, mkdir, readdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import * as z from "zod";
import { isGone, markProcess, processMarkSchema } from "../../base/process-mark.ts";

const announcementSchema = z.object({
  url: z.url(),
  manifest: z.string(),
  process: processMarkSchema,
  /** When it began, in milliseconds: commands find the last one. */
  at: z.number(),
});

type Announcement = z.infer<typeof announcementSchema>;
type Announced = Announcement & { readonly file: string };

/** A `serve` that holds the registry of a manifest. Its key is not told: whoever asks has it from elsewhere. */
export interface RunningServer {
  readonly url: string;
  readonly pid: number;
}

/** Leaves word for this user's other programs that a manifest is served. Answers with how to take it back. */
export async function announceServer(
  manifestFile: string,
  url: string,
): Promise<() => Promise<void>> {
  const { folder, prefix } = await announcementsOf(manifestFile);
  const mark = await markProcess();
  // A file for each server: of two of one manifest, either may end first.
  const file = path.join(folder, `${prefix}${mark.nonce}.json`);
  const draft = `${file}.tmp`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const old of await announced(manifestFile)) {
    if (await isGone(old.process)) await rm(old.file, { force: true });
  }
  const announcement = { url, manifest: manifestFile, process: mark, at: Date.now() };
  await writeFile(draft, JSON.stringify(announcement), { mode: 0o600 });
  await rename(draft, file);
  return () => rm(file, { force: true });
}

/** The server of a manifest that this user announced last, of those that still run; null when there is none. */
export async function findServer(manifestFile: string): Promise<RunningServer | null> {
  const all = await announced(manifestFile);
  const newestFirst = all.toSorted((one, other) => other.at - one.at);
  for (const { url, process } of newestFirst) {
    if (!(await isGone(process))) return { url, pid: process.pid };
  }
  return null;
}

async function announced(manifestFile: string): Promise<readonly Announced[]> {
  const { folder, prefix } = await announcementsOf(manifestFile);
  if (!(await isOurs(folder))) return [];
  const names = (await readdir(folder)).filter(
    (name) => name.startsWith(prefix) && name.endsWith(".json"),
  );
  const found = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const announcement = await read(file);
      return announcement ? [{ ...announcement, file }] : [];
    }),
  );
  return found.flat();
}

async function read(file: string): Promise<Announcement | null> {
  try {
    return announcementSchema.safeParse(JSON.parse(await readFile(file, "utf8"))).data ?? null;
  } catch {
    return null; // Not there, or not ours.
  }
}

/** Where everybody may write, somebody could leave the address of a server that collects keys. */
async function isOurs(folder: string): Promise<boolean> {
  try {
    const stats = await lstat(folder);
    const { uid } = userInfo();
    return stats.isDirectory() && (uid === -1 || (stats.uid === uid && (stats.mode & 0o022) === 0));
  } catch {
    return false; // There is none.
  }
}

async function announcementsOf(
  manifestFile: string,
): Promise<{ readonly folder: string; readonly prefix: string }> {
  const real = await realpath(manifestFile).catch(() => path.resolve(manifestFile));
  const name = createHash("sha256").update(real).digest("hex").slice(0, 32);
  const { XDG_RUNTIME_DIR: runtime } = process.env;
  const folder = runtime
    ? path.join(runtime, "patchbay")
    : path.join(tmpdir(), `patchbay-${userInfo().username}`);
  return { folder, prefix: `${name}-` };
}
