/** What Prometheus scrapes. */
export { Metrics, type Counted } from "./metrics.ts";
