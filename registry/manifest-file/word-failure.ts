import path from "node:path";
import { codeOf, reasonOfFailure } from "../base/failures.ts";
import type { ProcessMark } from "../base/process-mark.ts";

/** Why the manifest could not be written: the file system may speak of the lock or the draft beside it. */
export function wordWriteFailure(manifest: string, error: unknown): string {
  const { path: at = manifest } = error as NodeJS.ErrnoException;
  const isDraft = at.endsWith(".tmp");
  if (isDraft && codeOf(error) === "ENOENT") {
    return `${manifest} cannot be written: there is no folder ${path.dirname(at)}`;
  }
  const reason = reasonOfFailure(error);
  const where = isDraft ? ` in ${path.dirname(at)}` : at === manifest ? "" : ` (${at})`;
  return `${manifest} cannot be written: ${reason}${where}`;
}

/** Names the program that holds the lock, and says what may be done about it. */
export function wordBusy(manifest: string, lock: string, owner: ProcessMark | null): string {
  if (owner) {
    return `process ${owner.pid} is writing ${manifest} and does not finish (its lock: ${lock})`;
  }
  return `another program is writing ${manifest} and does not finish: try again in half a minute, or remove its lock ${lock} when nothing writes`;
}
