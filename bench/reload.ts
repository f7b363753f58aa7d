import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DIST, quantile } from "./base/forked-host.ts";
import { openPatchbay } from "./reload/patchbay-sides.ts";
import { openRestartTool } from "./reload/restart-side.ts";
import type { Side } from "./reload/side.ts";
import { judge, printRow, printTitle, type Row } from "./reload/table.ts";
import { openVite } from "./reload/vite-side.ts";

const SAVES = 200;
/** Saves before anything counts: all sides compile themselves first. */
const WARM_UP = 25;
/** The slow ones take part in every eighth round. */
const SLOW_EVERY = 8;
/** What one side does after it has answered is not to be in the way of the next. */
const PAUSE_MS = 10;

/**
 * From the moment in which a file is written until its new code has answered, each side with its own watcher and in processes of its
 * own, in turns.
 */
export async function run(): Promise<void> {
  const universal = copyBundlesWithoutNative();
  try {
    for (const kilobytes of [1, 50]) await compare(kilobytes, universal);
  } finally {
    rmSync(universal, { recursive: true, force: true });
  }
}

async function compare(kilobytes: number, universal: string): Promise<void> {
  const rows = await openRows(kilobytes, universal);
  for (let round = -WARM_UP; round < SAVES; round += 1) {
    for (const row of rows) {
      if (row.isSlow && (round < 0 || round % SLOW_EVERY !== 0)) continue;
      const tookMs = await row.side.save();
      if (round >= 0) row.times.push(tookMs);
      await delay(PAUSE_MS);
    }
  }
  for (const { side } of rows) await side.close();
  printTitle(`A plugin of ${kilobytes} KB`);
  const vite = quantile(rows.find(({ side }) => side.name === "Vite")?.times ?? [], 0.5);
  for (const row of rows) printRow(row, vite);
  for (const line of judge(rows, kilobytes)) console.log(line);
}

interface OpenRow extends Row {
  readonly side: Side;
  readonly isSlow: boolean;
  readonly times: number[];
}

async function openRows(kilobytes: number, universal: string): Promise<readonly OpenRow[]> {
  const rows: OpenRow[] = [];
  const add = (side: Side, of: Partial<OpenRow> = {}): void => {
    rows.push({ side, times: [], transform: null, plugins: 1, isSlow: false, ...of });
  };
  for (const plugins of [1, 100]) {
    for (const transform of ["native", "pure"] as const) {
      const bundles = transform === "native" ? DIST : universal;
      const { watching, told } = await openPatchbay({ kilobytes, plugins, bundles });
      add(watching, { transform, plugins });
      if (plugins === 1) add(told, { transform, plugins });
    }
  }
  add(await openVite(kilobytes, "watcher"));
  add(await openVite(kilobytes, "told"));
  add(await openRestartTool("tsx watch", kilobytes), { isSlow: true });
  add(await openRestartTool("node --watch", kilobytes), { isSlow: true });
  return rows;
}

/** The bundles of the package for every platform, which has no native transform beside them. */
function copyBundlesWithoutNative(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  for (const file of ["host.js", "worker.js"])
    copyFileSync(path.join(DIST, file), path.join(folder, file));
  return folder;
}
