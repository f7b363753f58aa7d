import type { FireReport, FireRequest, LiveSample, LogLine } from "../../schemas/index.ts";
import type { CarriedSpan, FireSpan } from "../otel/index.ts";
import type { Culprit } from "./blame.ts";
import type { PluginThreadsOptions } from "./plugin-threads.ts";

/** What a `Supervisor` starts threads with, and who hears of what they tell. */
export interface SupervisorOptions extends Pick<
  PluginThreadsOptions,
  "startThread" | "heapLimitMb" | "inspector"
> {
  /** What snapshots show may be different. */
  readonly onChanged: () => void;
  readonly onSampled: (samples: LiveSample[]) => void;
  readonly onLogged: (lines: LogLine[]) => void;
  readonly onTraced: (spans: readonly CarriedSpan[]) => void;
  /** Chooses the span of a fire; null where fires are not traced. */
  readonly spanOf: (request: FireRequest) => FireSpan | null;
  /** A fire went with its thread. */
  readonly onFireLost: (span: FireSpan | null, report: FireReport) => void;
  /** A thread could not be ended: the process has to be replaced, in which another thread serves meanwhile. */
  readonly onStuck: (culprit: Culprit | null) => void;
}
