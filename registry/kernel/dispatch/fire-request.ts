import type { ObservedOptions } from "../types.ts";
import type { CallResult } from "./call-result.ts";

/** The result of a first-result hook, and whose it is. */
export interface Decided {
  readonly plugin: string;
  readonly value: unknown;
}

/** What is left of a fire when all is over. */
export interface Finished {
  /** Empty when nobody asked. */
  readonly outcomes: CallResult[];
  readonly decided: Decided | null;
  readonly durationMs: number;
}

/** What a fire is asked to do. */
export interface FireRequest {
  readonly payload: Record<string, unknown>;
  readonly options: ObservedOptions;
  /** A result that there is already. */
  readonly decided: Decided | null;
  /** Whether somebody wants to know what came of each handler: for many of them that costs an eighth of the fire. */
  readonly keepsOutcomes: boolean;
  /** Called once, when all is over, with what is to be read at once: the fire itself is used again. */
  readonly done: (fired: Finished) => void;
}

/** Between two fires: what the last one was asked to do must not be kept alive. */
export const NOTHING: FireRequest = {
  payload: {},
  options: {},
  decided: null,
  keepsOutcomes: false,
  done: () => undefined,
};
