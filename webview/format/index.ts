export { formatDuration } from "./duration.ts";
export { formatCount, formatCounted } from "./number.ts";
export { baseName, formatPlace } from "./place.ts";
export { formatAgo, formatClock, formatFullTime, formatPreciseClock, formatTime } from "./time.ts";
