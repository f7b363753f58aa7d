/** What plugins of a running registry write. */
export { followLogs } from "./follow-logs.ts";
