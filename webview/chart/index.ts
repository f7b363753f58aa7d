export { describeTimeline } from "./describe.ts";
export { timelineChartStyles } from "./styles.ts";
export { TimelineChart } from "./timeline-chart.ts";
