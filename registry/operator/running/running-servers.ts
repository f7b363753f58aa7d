import { createHash } from "node:crypto";
import { lstat, mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import * as z from "zod";
import { isGone, markProcess, processMarkSchema } from "../../base/process-mark.ts";

const announcementSchema = z.object({
  url: z.url(),
  manifest: z.string(),
  process: processMarkSchema,
});

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
  const file = await announcementFile(manifestFile);
  const mark = await markProcess();
  const draft = `${file}.${mark.nonce}.tmp`;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const announcement = { url, manifest: manifestFile, process: mark };
  await writeFile(draft, JSON.stringify(announcement), { mode: 0o600 });
  await rename(draft, file);
  return async () => {
    const current = await read(file);
    if (current?.process.nonce === mark.nonce) await rm(file, { force: true });
  };
}

/** The server of a manifest that was announced by this user and still runs; null when there is none. */
export async function findServer(manifestFile: string): Promise<RunningServer | null> {
  const file = await announcementFile(manifestFile);
  if (!(await isOurs(path.dirname(file)))) return null;
  const announced = await read(file);
  if (!announced || (await isGone(announced.process))) return null;
  return { url: announced.url, pid: announced.process.pid };
}

async function read(file: string): Promise<z.infer<typeof announcementSchema> | null> {
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

async function announcementFile(manifestFile: string): Promise<string> {
  const real = await realpath(manifestFile).catch(() => path.resolve(manifestFile));
  const name = createHash("sha256").update(real).digest("hex").slice(0, 32);
  const { XDG_RUNTIME_DIR: runtime } = process.env;
  const folder = runtime
    ? path.join(runtime, "patchbay")
    : path.join(tmpdir(), `patchbay-${userInfo().username}`);
  return path.join(folder, `${name}.json`);
}
