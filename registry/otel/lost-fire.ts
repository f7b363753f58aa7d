import { randomBytes } from "node:crypto";
import type { FireReport, HandlerOutcome } from "../../schemas/index.ts";
import type { FireSpan } from "./fire-span.ts";
import { ATTRIBUTE, SCOPE } from "./names.ts";
import { timeOfDay } from "./time-of-day.ts";
import type { CarriedSpan } from "./types.ts";

const SAMPLED = 1;
const ERROR = 2;

/**
 * The spans of a fire that was lost with the plugins' thread, and with it what would have told of it: the fire, and the call that the thread
 * was lost in if that is known. Empty where such a trace is not kept.
 */
export function spansOfLostFire(
  { traceId, spanId, parentId, isKept }: FireSpan,
  { hook, outcomes, durationMs, payloadProblem }: FireReport,
): CarriedSpan[] {
  if (!isKept) return [];
  const contextOf = (id: string): CarriedSpan["context"] => {
    return { traceId, spanId: id, traceFlags: SAMPLED };
  };
  const endMs = timeOfDay();
  const base = {
    kind: 0,
    startTime: hrTimeOf(endMs - durationMs),
    endTime: hrTimeOf(endMs),
    duration: hrTimeOf(durationMs),
    links: [],
    scope: { name: SCOPE },
  };
  const fire: CarriedSpan = {
    ...base,
    name: `fire ${hook}`,
    context: contextOf(spanId),
    parent: parentId === null ? null : { ...contextOf(parentId), isRemote: true },
    status: { code: ERROR, ...(payloadProblem !== null && { message: payloadProblem }) },
    attributes: { [ATTRIBUTE.hook]: hook, [ATTRIBUTE.errorType]: "plugin/outcome-lost" },
    events: [],
  };
  const calls = outcomes.filter(isFailure).map(({ plugin, problem }): CarriedSpan => ({
    ...base,
    name: `call ${plugin}`,
    context: contextOf(randomBytes(8).toString("hex")),
    parent: { ...fire.context, isRemote: false },
    status: { code: ERROR, message: problem.message },
    attributes: {
      [ATTRIBUTE.hook]: hook,
      [ATTRIBUTE.plugin]: plugin,
      [ATTRIBUTE.errorType]: problem.code,
    },
    events: [],
  }));
  return [fire, ...calls];
}

/** Of the others nobody knows whether they were called. */
function isFailure(
  outcome: HandlerOutcome,
): outcome is HandlerOutcome & { kind: "threw" | "timed-out" } {
  return outcome.kind === "threw" || outcome.kind === "timed-out";
}

function hrTimeOf(ms: number): [number, number] {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1e6)];
}
