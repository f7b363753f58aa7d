/** What Prometheus scrapes. */
export { Metrics } from "./metrics.ts";
