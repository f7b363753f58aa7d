import { serialize } from "node:v8";
import type { FireReport } from "../../../schemas/index.ts";
import { messageOf } from "../loader/index.ts";

/**
 * The report as it can be sent to another thread and written as JSON, which everybody who shows it does: what handlers left in it
 * that cannot be is said to be there.
 */
export function carryReport(report: Omit<FireReport, "payloadProblem">): FireReport {
  const { payload, result } = report;
  const payloadProblem = whyNotCarried(payload);
  const problem = result === null ? null : whyNotCarried(result.value);
  return {
    ...report,
    payload: payloadProblem === null ? payload : null,
    payloadProblem,
    result: result && problem !== null ? { ...result, value: null, problem } : result,
  };
}

/** Null when a value can be sent, and written. */
function whyNotCarried(value: unknown): string | null {
  try {
    serialize(value);
    JSON.stringify(value);
    return null;
  } catch (error) {
    // JSON draws the circle that it found, line by line.
    return messageOf(error).split("\n", 1).join("");
  }
}
