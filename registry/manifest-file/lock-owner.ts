import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import * as z from "zod";

const lockOwnerSchema = z.object({
  /** Unlike any other, so that a lock is never mistaken for a later one at the same path. */
  nonce: z.string(),
  pid: z.int().positive(),
  machine: z.string(),
  /** What tells the process from a later one with its number; null where the system does not say. */
  startedAt: z.string().nullable(),
});
/** Who wrote a lock. */
export type LockOwner = z.infer<typeof lockOwnerSchema>;

let ownStart: Promise<string | null> | null = null;

/** This process, under a name that is used once. */
export async function newOwner(): Promise<LockOwner> {
  ownStart ??= startOf(process.pid);
  return {
    nonce: randomUUID(),
    pid: process.pid,
    machine: hostname(),
    startedAt: await ownStart,
  };
}

/** Null when the text was not written by us. */
export function parseOwner(text: string): LockOwner | null {
  try {
    return lockOwnerSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether the process has certainly ended. Of another machine's processes nothing is certain. */
export async function isGone({ pid, machine, startedAt }: LockOwner): Promise<boolean> {
  if (machine !== hostname()) return false;
  if (!isRunning(pid)) return true;
  const runningSince = await startOf(pid);
  return startedAt !== null && runningSince !== null && startedAt !== runningSince;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not permitted to signal it: it is there.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** In clock ticks since the machine started, as Linux tells them. Source: proc(5), `/proc/<pid>/stat`, field 22. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "latin1");
    // The command's name may hold anything, parentheses included: the fields that follow it start after the last one.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null; // Not Linux.
  }
}
