import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import * as z from "zod";

export const processMarkSchema = z.object({
  /** Unlike any other, so that one file with it is never mistaken for a later one at the same path. */
  nonce: z.string(),
  pid: z.int().positive(),
  machine: z.string(),
  /** What tells the process from a later one with its number; null where the system does not say. */
  startedAt: z.string().nullable(),
});
/** Which process, of all that there were and will be. */
export type ProcessMark = z.infer<typeof processMarkSchema>;

let ownStart: Promise<string | null> | null = null;

/** This process, with a nonce that is used once. */
export async function markProcess(): Promise<ProcessMark> {
  ownStart ??= startOf(process.pid);
  return {
    nonce: randomUUID(),
    pid: process.pid,
    machine: hostname(),
    startedAt: await ownStart,
  };
}

/** Null when the text was not written by us. */
export function parseMark(text: string): ProcessMark | null {
  try {
    return processMarkSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether the process has certainly ended. Of another machine's processes nothing is certain. */
export async function isGone({ pid, machine, startedAt }: ProcessMark): Promise<boolean> {
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
