import type uPlot from "uplot";

const ARM_PX = 4;
const WIDTH_PX = 2;
const FAILURES_SERIES = 2;

/** Marks every failed call in view with a cross. */
export function drawFailures(chart: uPlot, color: string): void {
  const { ctx } = chart;
  const ratio = devicePixelRatio;
  const arm = ARM_PX * ratio;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = WIDTH_PX * ratio;
  ctx.beginPath();
  chart.data[FAILURES_SERIES]?.forEach((duration, index) => {
    const time = chart.data[0][index];
    if (duration === null || duration === undefined || time === undefined) return;
    const x = chart.valToPos(time, "x", true);
    const y = chart.valToPos(duration, "y", true);
    ctx.moveTo(x - arm, y - arm);
    ctx.lineTo(x + arm, y + arm);
    ctx.moveTo(x - arm, y + arm);
    ctx.lineTo(x + arm, y - arm);
  });
  ctx.stroke();
  ctx.restore();
}
