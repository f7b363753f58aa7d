import type { Handler } from "../handlers.ts";
import type { PluginSlot } from "../slot.ts";
import type { HookTelemetry } from "../telemetry/index.ts";
import type { HandlerCall } from "./handler-call.ts";

/** One plugin that is called for a hook. */
export interface Listener {
  readonly slot: PluginSlot;
  readonly instance: object | null;
  readonly handler: Handler;
  readonly telemetry: HookTelemetry;
  readonly deadlineMs: number;
  /** Aborted when the plugin is disabled or replaced. */
  readonly lifetime: AbortSignal;
  /** The second argument of a handler that does not look at it closely: the same object at every call. */
  readonly sharedCall: HandlerCall;
  /** The handler declares a second parameter, so every call gets an object, and with it a signal, of its own. */
  readonly takesCall: boolean;
  /** The handler is a generator: it stands around those that are not. */
  readonly wraps: boolean;
}
