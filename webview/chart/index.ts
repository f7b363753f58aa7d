export { describeTimeline } from "./describe.ts";
export { toSeries } from "./series.ts";
export { timelineChartStyles } from "./styles.ts";
export { TimelineChart } from "./timeline-chart.ts";
