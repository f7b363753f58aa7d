import type { FireOptions } from "../types.ts";
import type { CallResult } from "./call-result.ts";
import type { Participant } from "./participants.ts";

export type SkipReason = (CallResult & { kind: "skipped" })["reason"];

/** Why a plugin is not called; null when it is. */
export function skipReason(
  participant: Participant,
  { source, signal }: FireOptions,
  isDecided: boolean,
): SkipReason | null {
  if (participant.plugin === source) return "source";
  if (participant.kind === "skipped") return participant.reason;
  if (signal?.aborted === true) return "cancelled";
  return isDecided ? "decided" : null;
}
