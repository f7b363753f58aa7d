import { randomUUID } from "node:crypto";
import {
  link,
  open,
  readdir,
  readFile,
  realpath,
  readlink,
  rename,
  stat,
  unlink,
} from "node:fs/promises";
import path from "node:path";
import { isGone, isRunning, parseMark } from "../base/process-mark.ts";

const DRAFT = /\.(\d+)\.[0-9a-f-]{36}\.tmp$/;
const CLAIM = /\.lock\.[0-9a-f-]{36}$/;

/** The file that a path means, symbolic links followed; the path where it would be created when it is missing. */
export async function targetOf(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    try {
      return path.resolve(path.dirname(file), await readlink(file));
    } catch {
      return path.resolve(file);
    }
  }
}

/** Writes the text beside the file, on the disk when this resolves, with the file's mode and owner. */
export async function writeDraft(target: string, text: string): Promise<string> {
  const draft = path.join(
    path.dirname(target),
    `.${path.basename(target)}.${process.pid}.${randomUUID()}.tmp`,
  );
  const old = await stat(target).catch(() => null);
  const file = await open(draft, "wx", old ? old.mode & 0o7777 : 0o666);
  try {
    await file.writeFile(text, "utf8");
    if (old) {
      await file.chmod(old.mode & 0o7777); // `open` applied the umask.
      // Only root may give files away; for everybody else the owner is the same already, or cannot be kept.
      await file.chown(old.uid, old.gid).catch(() => undefined);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

/** Puts the draft in the place of the file, or where no file was. Answers false when one appeared there meanwhile. */
export async function placeDraft(draft: string, target: string, isNew: boolean): Promise<boolean> {
  if (isNew) {
    try {
      await link(draft, target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      await rename(draft, target); // No hard links on this file system.
    }
    await discardDraft(draft);
  } else {
    await rename(draft, target);
  }
  await syncFolder(path.dirname(target));
  return true;
}

export async function discardDraft(draft: string): Promise<void> {
  await unlink(draft).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

/** Removes what writers that were killed have left beside the file: drafts, and claims on locks. The caller holds the lock. */
export async function sweepLitter(target: string): Promise<void> {
  const folder = path.dirname(target);
  const prefix = `.${path.basename(target)}.`;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const file = path.join(folder, name);
    const pid = DRAFT.exec(name)?.[1];
    const isLitter = pid === undefined ? await isDeadClaim(file) : !isRunning(Number(pid));
    if (isLitter) await discardDraft(file);
  }
}

async function isDeadClaim(file: string): Promise<boolean> {
  if (!CLAIM.test(file)) return false;
  const owner = parseMark(await readFile(file, "utf8").catch(() => "")); // Its owner may remove it right now.
  return owner !== null && (await isGone(owner));
}

/** So that the new name survives a loss of power. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null); // Windows opens no folders.
  if (!handle) return;
  try {
    await handle.sync().catch(() => undefined); // Not every file system can; the rename itself is done.
  } finally {
    await handle.close();
  }
}
