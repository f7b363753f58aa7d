/** `1 call`, `1,204 calls`. */
export function counted(count: number, thing: string): string {
  return `${count.toLocaleString("en-US")} ${thing}${count === 1 ? "" : "s"}`;
}

/** A duration for people: `<0.1 ms`, `0.4 ms`, `12 ms`, `1.3 s`. */
export function duration(ms: number): string {
  if (ms < 0.05) return "<0.1 ms";
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${Number(ms.toFixed(1))} ms`;
}

/** The first line of a message: where there is room for one. */
export function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? message;
}
