import { link, readdir, readFile, stat, unlink, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isGone, markProcess, parseMark, type ProcessMark } from "../base/process-mark.ts";

/** Writers hold the lock for milliseconds: who waits longer waits for one that is stopped. */
const WAIT_MS = 10_000;
/** A lock whose owner cannot be asked (another machine, or not written by us) is dead when it is this old. */
const UNKNOWN_DEAD_MS = 30_000;
const PAUSE_MS = { least: 2, most: 20 };
/** Writers that died one after the other while they removed what the one before had left. */
const CLAIMS_FOLLOWED = 32;

/** In milliseconds. */
type Clock = () => number;

export type LockResult =
  | { readonly kind: "locked"; readonly lock: FileLock }
  | { readonly kind: "busy"; readonly owner: ProcessMark | null };

/** The right to write, among all processes that ask for it at the same path. */
export interface FileLock {
  /** False when the lock was taken away: it looked dead to another machine. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Waits for the lock. One whose process has ended is taken over at once: `kill -9` blocks nobody. Throws what the file
 * system throws when the lock's file cannot be made.
 */
export async function lockFile(path: string, waitMs: number = WAIT_MS): Promise<LockResult> {
  const deadline = performance.now() + waitMs;
  const own = await markProcess();
  // It stays while this waits, which tells the one who has the lock that somebody does.
  const draft = await writeDraft(path, own);
  const clock = await clockAt(draft);
  try {
    for (;;) {
      if (await place(draft, path, own)) return { kind: "locked", lock: lockOf(path, own) };
      const owner = await ownerOf(path);
      if (owner === "none") continue;
      if (await isDead(path, owner, clock)) {
        await removeDead(path, owner);
        continue;
      }
      if (performance.now() > deadline) return { kind: "busy", owner };
      await pauseAWhile();
    }
  } finally {
    await remove(draft);
  }
}

function lockOf(path: string, { nonce }: ProcessMark): FileLock {
  const isHeld = async (): Promise<boolean> => nonceOf(await ownerOf(path)) === nonce;
  return {
    isHeld,
    async release() {
      if (await isHeld()) await remove(path);
      // Who comes back at once would find it free before those who have been waiting look again.
      if (await isWaitedFor(path)) await pauseAWhile();
    },
  };
}

async function isWaitedFor(path: string): Promise<boolean> {
  const prefix = `${basename(path)}.`;
  const names = await readdir(dirname(path));
  return names.some((name) => name.startsWith(prefix) && name.endsWith(".tmp"));
}

function pauseAWhile(): Promise<void> {
  return pause(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least));
}

/**
 * Removes a dead process's lock. That two processes find the same lock dead must not make the slower one remove the lock of
 * the faster: only who has the claim on that very lock may remove it, and the claim of somebody who died meanwhile is
 * itself claimed the same way. A claim is made before the lock is looked at, and given up after it is gone; so whoever
 * comes late finds another lock, or none, and leaves it alone.
 */
async function removeDead(path: string, dead: ProcessMark | null): Promise<void> {
  const own = await markProcess();
  const left: string[] = [];
  let nonce = nonceOf(dead);
  for (let followed = 0; followed < CLAIMS_FOLLOWED; followed++) {
    const claim = `${path}.${nonce}`;
    if (await create(claim, own)) {
      if (nonceOf(await ownerOf(path)) === nonceOf(dead)) {
        await remove(path);
        for (const file of left) await remove(file);
      }
      return remove(claim);
    }
    const claimant = await ownerOf(claim);
    if (claimant === "none" || claimant === null || !(await isGone(claimant))) {
      await pause(PAUSE_MS.least);
      return;
    }
    left.push(claim);
    nonce = claimant.nonce;
  }
}

async function isDead(path: string, owner: ProcessMark | null, clock: Clock): Promise<boolean> {
  if (owner !== null && (await isGone(owner))) return true;
  const isAsked = owner !== null && owner.machine === (await markProcess()).machine;
  if (isAsked) return false;
  const madeAt = await timeOf(path);
  // One of the future was made before the clock was set back. Gone: the next attempt shows.
  return madeAt !== null && Math.abs(clock() - madeAt) > UNKNOWN_DEAD_MS;
}

/**
 * The time as the file system tells it, by a file that was just written: other machines that write there may have other clocks, and
 * a lock that one of them made just now must not look old, or of the future, by ours.
 */
async function clockAt(written: string): Promise<Clock> {
  const origin = ((await timeOf(written)) ?? Date.now()) - performance.now();
  return () => origin + performance.now();
}

async function timeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return null;
  }
}

/** Makes the file with its contents at once, or answers false when it is there. */
async function create(path: string, owner: ProcessMark): Promise<boolean> {
  const draft = await writeDraft(path, owner);
  try {
    return await place(draft, path, owner);
  } finally {
    await remove(draft);
  }
}

async function writeDraft(path: string, owner: ProcessMark): Promise<string> {
  const draft = `${path}.${owner.pid}.${owner.nonce}.tmp`;
  await writeFile(draft, JSON.stringify(owner), { flag: "wx" });
  return draft;
}

async function place(draft: string, path: string, owner: ProcessMark): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (code === "ENOENT") {
      // Another machine, which cannot see that we run, took the draft for litter.
      await writeDraft(path, owner);
      return false;
    }
    // File systems without hard links: the contents come a moment after the file.
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "EOPNOTSUPP" && code !== "ENOSYS") {
      throw error;
    }
    return await createInTwoSteps(path, JSON.stringify(owner));
  }
}

async function createInTwoSteps(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Null: there is a lock that we did not write. */
async function ownerOf(path: string): Promise<ProcessMark | "none" | null> {
  try {
    return parseMark(await readFile(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "none";
    // Of a folder the system does not say which.
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}

function nonceOf(owner: ProcessMark | "none" | null): string {
  if (owner === "none") return "";
  return owner?.nonce ?? "unknown";
}

async function remove(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
