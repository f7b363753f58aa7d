import { rmSync, statSync } from "node:fs";

/** An extension and a few projects may each have a build of their own; those of earlier versions are of no use. */
const BUILDS_KEPT = 8;

/** Of files with what was compiled of builds, removes all but those that were written last. Answers with those; throws where a file cannot be looked at or removed. */
export function removeOldest(files: readonly string[]): readonly string[] {
  const builds = files
    .map((file) => ({ file, keptAtMs: statSync(file).mtimeMs }))
    .toSorted((a, b) => b.keptAtMs - a.keptAtMs)
    .map(({ file }) => file);
  const removed = builds.slice(BUILDS_KEPT);
  for (const file of removed) rmSync(file, { force: true });
  return removed;
}
