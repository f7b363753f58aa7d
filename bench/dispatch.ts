import { comparison, measureInterleaved, type Result } from "./base/interleaved.ts";
import { allocatedPerFire } from "./dispatch/allocation.ts";
import { asyncSides } from "./dispatch/async-sides.ts";
import { measureSeed } from "./dispatch/seed-loop.ts";
import { syncSides } from "./dispatch/sync-sides.ts";
import { judge } from "./dispatch/targets.ts";

const SIZES = [1, 10, 100] as const;
/** Bytes for each sync fire; what the heap grows by without us is a fraction of one. */
const MOST_ALLOCATED = 2;

/** Measures firing hooks against what people use. Prints tables: ns for each fire, medians, ratios to ours, and the targets. */
export async function run(): Promise<void> {
  // First: beside a registry that samples, V8 compiles what both share for both, and boxes the time of each call (16 B).
  await showAllocation();
  for (const size of SIZES) {
    const results: Result[] = [...(await measureInterleaved(await syncSides(size)))];
    const seed = measureSeed(size);
    if (seed !== null) results.push(seed);
    show("sync", size, results);
    if (seed === null)
      console.log("  There is no python3 here: the original's own loop was not measured.\n");
  }
  for (const size of SIZES) {
    show("async", size, await measureInterleaved(await asyncSides(size)));
  }
}

function show(kind: "sync" | "async", size: number, results: readonly Result[]): void {
  const plugins = size === 1 ? "1 plugin" : `${size} plugins`;
  console.log(comparison(`dispatch, ${kind} handlers, ${plugins} (ns per fire)`, results));
  const lines = judge(kind, size, results);
  if (lines.length > 0) console.log(`${lines.join("\n")}\n`);
}

async function showAllocation(): Promise<void> {
  for (const size of [10, 100]) {
    const bytes = await allocatedPerFire(size);
    const figure = bytes === null ? "needs --expose-gc" : `${bytes.toFixed(1)} B`;
    const verdict = (bytes ?? 0) <= MOST_ALLOCATED ? "met" : "MISSED";
    console.log(
      `  T5  a sync fire to ${size} plugins allocates ${figure}, at most 2 B: ${verdict}`,
    );
  }
}
