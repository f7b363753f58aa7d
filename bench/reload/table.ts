import { quantile } from "../base/forked-host.ts";
import type { Side } from "./side.ts";

export interface Row {
  readonly side: Side;
  /** Takes part in few rounds only. */
  readonly isSlow: boolean;
  /** In ms. */
  readonly times: number[];
}

/** `one` and `hundred` are Patchbay with its watcher and as many plugins; `told` is `one`, told by the editor. */
export interface Rows {
  readonly one: Row;
  readonly told: Row;
  readonly hundred: Row;
  readonly vite: Row;
  readonly viteTold?: Row;
  readonly floor?: Row;
  readonly tsx?: Row;
  readonly node?: Row;
}

export function printRows(rows: Rows): void {
  console.log(`${"".padEnd(50)}saves     p50 ms     p95 ms   Vite/it at p50`);
  for (const row of Object.values(rows)) {
    const columns = [
      `  ${row.side.name.padEnd(46)}`,
      String(row.times.length).padStart(7),
      p50(row).toFixed(2).padStart(11),
      quantile(row.times, 0.95).toFixed(2).padStart(11),
      `${(p50(rows.vite) / p50(row)).toFixed(2)}x`.padStart(17),
    ];
    console.log(columns.join(""));
  }
}

/** Says of each target whether it was met. */
export function printTargets(
  { one, hundred, vite, tsx, node }: Rows,
  transform: "native" | "pure",
  kilobytes: number,
): void {
  const fasterThanVite = transform === "pure" ? 2 : kilobytes === 1 ? 3.5 : 4;
  atLeast("faster than Vite", p50(vite) / p50(one), fasterThanVite);
  if (tsx) atLeast("faster than tsx watch", p50(tsx) / p50(one), 100);
  if (node) atLeast("faster than node --watch", p50(node) / p50(one), 100);
  atMost("100 plugins against 1", p50(hundred) / p50(one), 1.2);
}

function p50({ times }: Row): number {
  return quantile(times, 0.5);
}

function atLeast(what: string, value: number, target: number): void {
  printTarget(value >= target, what, value, `at least ${target}`);
}

function atMost(what: string, value: number, target: number): void {
  printTarget(value <= target, what, value, `at most ${target}`);
}

function printTarget(isMet: boolean, what: string, value: number, target: string): void {
  console.log(`  ${isMet ? "met   " : "MISSED"}  ${what}: ${value.toFixed(2)}x, ${target}x`);
}
