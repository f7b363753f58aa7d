import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DIST } from "./base/forked-host.ts";
import { openPatchbay } from "./reload/patchbay-sides.ts";
import { openFloor, openVite, openViteWithoutWatcher } from "./reload/peer-side.ts";
import { openRestartTool } from "./reload/restart-side.ts";
import type { Side } from "./reload/side.ts";
import { printRows, printTargets, type Row, type Rows } from "./reload/table.ts";

const SAVES = 200;
/** Saves before anything counts: all sides compile themselves first. */
const WARM_UP = 25;
/** The slow ones take part in every eighth round. */
const SLOW_EVERY = 8;
/** What one side does after it has answered is not to be in the way of the next. */
const PAUSE_MS = 10;

/**
 * From the moment in which a file is written until its new code has answered. Each side has its own watcher, in a process of its own;
 * the sides of one table save in turns.
 */
export async function run(): Promise<void> {
  const universal = copyBundlesWithoutNative();
  try {
    for (const kilobytes of [1, 50]) {
      await compare(kilobytes, "native", DIST);
      await compare(kilobytes, "pure", universal);
    }
  } finally {
    rmSync(universal, { recursive: true, force: true });
  }
}

async function compare(
  kilobytes: number,
  transform: "native" | "pure",
  bundles: string,
): Promise<void> {
  const rows = await openRows(kilobytes, transform, bundles);
  const all = Object.values(rows);
  for (let round = -WARM_UP; round < SAVES; round += 1) {
    for (const { side, isSlow, times } of all) {
      if (isSlow && (round < 0 || round % SLOW_EVERY !== 0)) continue;
      const tookMs = await side.save();
      if (round >= 0) times.push(tookMs);
      await delay(PAUSE_MS);
    }
  }
  for (const { side } of all) await side.close();
  console.log(`\nA plugin of ${kilobytes} KB, ${transform} transform`);
  printRows(rows);
  printTargets(rows, transform, kilobytes);
}

async function openRows(
  kilobytes: number,
  transform: "native" | "pure",
  bundles: string,
): Promise<Rows> {
  const one = await openPatchbay({ kilobytes, plugins: 1, bundles });
  const hundred = await openPatchbay({ kilobytes, plugins: 100, bundles });
  const rows = {
    one: rowOf(one.watching),
    told: rowOf(one.told),
    hundred: rowOf(hundred.watching),
    vite: rowOf(await openVite(kilobytes)),
  };
  if (transform === "pure") return rows;
  return {
    ...rows,
    viteTold: rowOf(await openViteWithoutWatcher(kilobytes)),
    floor: rowOf(await openFloor(kilobytes)),
    tsx: rowOf(await openRestartTool("tsx watch", kilobytes), true),
    node: rowOf(await openRestartTool("node --watch", kilobytes), true),
  };
}

function rowOf(side: Side, isSlow = false): Row {
  return { side, isSlow, times: [] };
}

/** The bundles of the package for every platform, which has no native transform beside them. */
function copyBundlesWithoutNative(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  for (const file of ["host.js", "host-main.js", "worker.js", "worker-main.js"])
    copyFileSync(path.join(DIST, file), path.join(folder, file));
  return folder;
}
