const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** Shown where there is nothing to count or measure yet. */
export const NOTHING = "–";

/** `1,204`; from a million on `1.2M`, so that a column keeps its width. */
export function formatCount(count: number): string {
  return count < 1_000_000 ? whole.format(count) : short.format(count);
}

/** `1 plugin`, `1,204 plugins`. */
export function formatCounted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
