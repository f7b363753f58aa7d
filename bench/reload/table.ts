import { quantile } from "../base/forked-host.ts";
import type { Side } from "./side.ts";

export interface Row {
  readonly side: Side;
  readonly transform: "native" | "pure" | null;
  readonly plugins: number;
  /** In ms. */
  readonly times: readonly number[];
}

export function printTitle(title: string): void {
  console.log(`\n${title}, from the save to its new code answering (ms)`);
  console.log(
    `  ${"".padEnd(30)}transform   plugins   saves        p50        p95   Vite/it at p50`,
  );
}

export function printRow({ side, transform, plugins, times }: Row, viteMs: number): void {
  const columns = [
    `  ${side.name.padEnd(30)}`,
    (transform ?? "").padEnd(9),
    String(plugins).padStart(10),
    String(times.length).padStart(8),
    quantile(times, 0.5).toFixed(2).padStart(11),
    quantile(times, 0.95).toFixed(2).padStart(11),
    `${(viteMs / quantile(times, 0.5)).toFixed(2)}x`.padStart(17),
  ];
  console.log(columns.join(""));
}

/** Says of each target whether it was met. */
export function judge(rows: readonly Row[], kilobytes: number): string[] {
  const p50 = (name: string, transform: Row["transform"] = null, plugins = 1): number => {
    const row = rows.find(
      (one) => one.side.name === name && one.transform === transform && one.plugins === plugins,
    );
    return quantile(row?.times ?? [], 0.5);
  };
  const ours = (transform: Row["transform"], plugins = 1): number =>
    p50("file watcher", transform, plugins);
  return [
    atLeast("native, faster than Vite", p50("Vite") / ours("native"), kilobytes === 1 ? 3.5 : 4),
    atLeast("pure, faster than Vite", p50("Vite") / ours("pure"), 2),
    atLeast("native, faster than tsx watch", p50("tsx watch") / ours("native"), 100),
    atLeast("native, faster than node --watch", p50("node --watch") / ours("native"), 100),
    atMost("native, 100 plugins against 1", ours("native", 100) / ours("native"), 1.2),
    atMost("pure, 100 plugins against 1", ours("pure", 100) / ours("pure"), 1.2),
  ];
}

function atLeast(what: string, value: number, target: number): string {
  return said(value >= target, what, value, `at least ${target}`);
}

function atMost(what: string, value: number, target: number): string {
  return said(value <= target, what, value, `at most ${target}`);
}

function said(isMet: boolean, what: string, value: number, target: string): string {
  return `  ${isMet ? "met   " : "MISSED"}  ${what}: ${value.toFixed(2)}x, ${target}x`;
}
