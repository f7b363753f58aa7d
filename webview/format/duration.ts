import { NOTHING } from "./number.ts";

/** A duration in the unit that keeps two or three digits: `0.42 ms`, `8.1 ms`, `312 ms`, `1.24 s`, `2 min 5 s`. */
export function formatDuration(ms: number | null): string {
  if (ms === null) return NOTHING;
  if (ms === 0) return "0 ms";
  if (ms < 0.01) return "<0.01 ms";
  if (ms < 0.995) return `${ms.toFixed(2)} ms`;
  if (ms < 99.95) return `${trimZero(ms.toFixed(1))} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${trimZero((ms / 1000).toFixed(ms < 9_995 ? 2 : 1))} s`;
  return minutes(Math.round(ms / 1000));
}

function minutes(seconds: number): string {
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? "" : ` ${rest} s`}`;
}

function trimZero(decimal: string): string {
  return decimal.replace(/\.?0+$/, "");
}
