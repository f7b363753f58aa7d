/** `1 call`, `1,204 calls`. */
export function counted(count: number, thing: string, things: string = `${thing}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? thing : things}`;
}

/** A duration for people: `<0.1 ms`, `0.4 ms`, `12 ms`, `1.3 s`. */
export function duration(ms: number): string {
  if (ms < 0.05) return "<0.1 ms";
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${Number(ms.toFixed(1))} ms`;
}

/** How long ago something was, for people: `just now`, `2 min ago`, `3 h ago`. */
export function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "just now";
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}

/** The first line of a message: where there is room for one. */
export function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? message;
}
