import type { Result } from "../base/interleaved.ts";
import * as concurrent from "./async-sides.ts";
import * as sync from "./sync-sides.ts";
import { SEED } from "./seed-loop.ts";

/** A bound for ours, as a share of what a peer takes in the same run. */
interface Target {
  readonly name: string;
  readonly ours: string;
  readonly peer: string;
  readonly most: number;
  /** Why it cannot be had, where it was missed: shown with the figure. */
  readonly floor: string;
}

const TWO_READINGS = "two readings of the clock and the lookup of the hook by its name";
const ONE_READING = "one reading of the clock for each handler";
const ONE_CALL = "one call for each handler, in a `try` of its own";
const ONE_PROMISE = "one promise, one reaction and one reading of the clock for each handler";

/** What a run is held to, by its kind and the number of plugins. */
const TARGETS: Readonly<Record<string, readonly Target[]>> = {
  "sync 1": [ofSync("T1", sync.TIMED_TAPABLE, 1.1, TWO_READINGS)],
  "sync 10": [
    ofSync("T1", sync.TIMED_TAPABLE, 0.65),
    ofSync("T2", sync.NAIVE, 1 / 20),
    ofSync("T2", SEED, 1 / 80),
  ],
  "sync 100": [
    ofSync("T1", sync.LOOP, 0.55),
    ofSync("T1", sync.TIMED_TAPABLE, 0.55),
    ofSync("T2", sync.NAIVE, 1 / 20),
    ofSync("T2", SEED, 1 / 80),
    { name: "T3", ours: sync.SAMPLED, peer: sync.BARE_TAPABLE, most: 1.35, floor: ONE_CALL },
  ],
  "async 100": [
    ofAsync(concurrent.TIMED_TAPABLE, 1 / 2.5),
    ofAsync(concurrent.RACE, 1 / 7),
    ofAsync(concurrent.BARE_TAPABLE, 1.45),
  ],
};

function ofSync(name: string, peer: string, most: number, floor = ONE_READING): Target {
  return { name, ours: sync.OURS, peer, most, floor };
}

function ofAsync(peer: string, most: number): Target {
  return { name: "T4", ours: concurrent.OURS, peer, most, floor: ONE_PROMISE };
}

/** A line for each target of a run: the figure, the bound, and what stands in the way of a missed one. */
export function judge(
  kind: "sync" | "async",
  size: number,
  results: readonly Result[],
): readonly string[] {
  const timeOf = (name: string): number | undefined =>
    results.find((result) => result.name === name)?.medianNs;
  return (TARGETS[`${kind} ${size}`] ?? []).map(({ name, ours, peer, most, floor }) => {
    const [mine, theirs] = [timeOf(ours), timeOf(peer)];
    if (mine === undefined || theirs === undefined) return `  ${name}  ${peer}: not measured`;
    const verdict = mine / theirs <= most ? "met" : `MISSED; the floor is ${floor}`;
    return `  ${name}  ${ours}: ${share(mine / theirs)} of ${peer}, at most ${share(most)}: ${verdict}`;
  });
}

/** Below a fifth the other way round: "1/24" says more than "0.04". */
function share(ratio: number): string {
  return ratio < 0.2 ? `1/${(1 / ratio).toFixed(1)}` : ratio.toFixed(2);
}
