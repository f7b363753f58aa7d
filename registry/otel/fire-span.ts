import { randomBytes } from "node:crypto";
import type { SamplerWish, SpanIds, TraceOrigin } from "./types.ts";

/** Source: W3C Trace Context, "traceparent header"; what the SDK's propagator takes. */
const TRACEPARENT =
  /^(?!ff)[\da-f]{2}-(?<traceId>(?!0{32})[\da-f]{32})-(?<spanId>(?!0{16})[\da-f]{16})-(?<flags>[\da-f]{2})(?:-|$)/;
const SAMPLED = 1;

/** The span that a fire has, or would have. */
export interface FireSpan extends SpanIds {
  /** The span that it is a child of; null when its trace begins with it. */
  readonly parentId: string | null;
  readonly isKept: boolean;
}

/**
 * Decides on the span of a fire before the plugins' thread is asked for it: where the thread is lost, others tell of the span that the calls
 * refer to which have ended before.
 */
export function fireSpanOf(origin: TraceOrigin | undefined, sampler: SamplerWish): FireSpan {
  const parent = TRACEPARENT.exec(origin?.traceparent ?? "")?.groups;
  const traceId = parent?.["traceId"] ?? randomBytes(16).toString("hex");
  const isKeptThere = (Number.parseInt(parent?.["flags"] ?? "", 16) & SAMPLED) === SAMPLED;
  return {
    traceId,
    spanId: randomBytes(8).toString("hex"),
    parentId: parent?.["spanId"] ?? null,
    isKept: parent && sampler.followsParent ? isKeptThere : isSampled(traceId, sampler.ratio),
  };
}

/** As the SDK's `TraceIdRatioBasedSampler`, which decides in the thread: it cannot be asked here, where no SDK is loaded. */
function isSampled(traceId: string, ratio: number): boolean {
  const bound = ratio === 1 ? 2 ** 32 : Math.floor(ratio * 0xff_ff_ff_ff);
  let sum = 0;
  for (let at = 0; at < traceId.length; at += 8) {
    sum = (sum ^ Number.parseInt(traceId.slice(at, at + 8), 16)) >>> 0;
  }
  return sum < bound;
}
