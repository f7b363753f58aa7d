import type { SourceLocation } from "../../schemas/index.ts";
import type { Overdue } from "./watchdog.ts";

/** Code that was stopped. */
export interface Hang {
  readonly kind: "hung";
  /** The plugin that held the thread; null when it cannot be told. */
  readonly culprit: string | null;
  /** Longer than its deadline, or with more memory than plugins may use. */
  readonly why: Overdue;
  /** Where in the author's source it was stopped, if that could be seen. */
  readonly stack: string | null;
  readonly location: SourceLocation | null;
}

/** Why a thread is gone. */
export type ThreadLoss =
  | (Hang & {
      /** Settles when the thread has ended, or as it does not when it is told to: then true. Never rejects. */
      readonly isStuck: Promise<boolean>;
    })
  | {
      readonly kind: "ended";
      /** Whose code ran, if anybody's did. */
      readonly culprit: string | null;
      /** Whose code ran last before nobody's did, if anybody's. */
      readonly suspect: string | null;
      readonly code: number;
      /** Says so when the thread ran out of memory. */
      readonly error: Error | null;
    };
