const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hourCycle: "h23" });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** Local time of day, `14:03:22`. Takes ms since the epoch. */
export function formatClock(atMs: number): string {
  return clock.format(atMs);
}

/** `14:03:22`, of a time as messages carry it. An unreadable one is given back as it came. */
export function formatTime(iso: string): string {
  const atMs = Date.parse(iso);
  return Number.isNaN(atMs) ? iso : clock.format(atMs);
}

/** `14:03:22.107`: calls follow each other within a second. An unreadable time is given back as it came. */
export function formatPreciseClock(iso: string): string {
  const atMs = Date.parse(iso);
  if (Number.isNaN(atMs)) return iso;
  const thousandths = String(new Date(atMs).getMilliseconds()).padStart(3, "0");
  return `${clock.format(atMs)}.${thousandths}`;
}

/** Date and time, for tooltips. */
export function formatFullTime(iso: string): string {
  const atMs = Date.parse(iso);
  return Number.isNaN(atMs) ? iso : full.format(atMs);
}

/** `just now`, `3 minutes ago`; a date once a week has passed. Never in the future: clocks differ by a little. */
export function formatAgo(iso: string, nowMs: number): string {
  const atMs = Date.parse(iso);
  if (Number.isNaN(atMs)) return iso;
  const seconds = Math.max(0, Math.floor((nowMs - atMs) / 1000));
  if (seconds < 10) return "just now";
  if (seconds < 60) return `${seconds} seconds ago`;
  if (seconds < 3_600) return relative.format(-Math.floor(seconds / 60), "minute");
  if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3_600), "hour");
  if (seconds < 604_800) return relative.format(-Math.floor(seconds / 86_400), "day");
  return dayAndClock.format(atMs);
}
