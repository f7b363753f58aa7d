import { handlerOf, isWrapper, type Handler } from "../handlers.ts";
import type { LivePlugin } from "../live-plugin.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import type { PluginSlot } from "../slot.ts";
import { HandlerCall } from "./handler-call.ts";
import type { Listener } from "./listener.ts";
import { observedListener } from "./observed-listener.ts";

/** A plugin that lists a hook: called, or skipped for a reason. */
export type Participant =
  | { readonly kind: "called"; readonly plugin: string; readonly listener: Listener }
  | {
      readonly kind: "skipped";
      readonly plugin: string;
      readonly reason: "disabled" | "quarantined" | "not-active";
    };

/** How a plugin takes part in a hook that it lists; null when its class does not handle it. */
export function participantOf(
  calls: PluginCalls,
  slot: PluginSlot,
  hook: string,
  deadlineMs: number,
  isObserved: boolean,
): Participant | null {
  const plugin = slot.name;
  if (!slot.enabled) return { kind: "skipped", plugin, reason: "disabled" };
  if (slot.quarantine !== null) return { kind: "skipped", plugin, reason: "quarantined" };
  const called = (listener: Listener): Participant => ({
    kind: "called",
    plugin,
    listener: isObserved ? observedListener(calls, listener) : listener,
  });
  if (slot.transition !== null) return called(deferredListener(calls, slot, hook, deadlineMs));
  if (!slot.active || slot.live === null) return { kind: "skipped", plugin, reason: "not-active" };
  const handler = findHandler(calls, slot, slot.live, hook);
  if (handler === null) return null;
  return called(listenerOf(slot, slot.live, handler, hook, deadlineMs));
}

function listenerOf(
  slot: PluginSlot,
  live: LivePlugin,
  handler: Handler,
  hook: string,
  deadlineMs: number,
): Listener {
  return {
    slot,
    instance: live.instance,
    handler,
    telemetry: slot.telemetryOf(hook),
    deadlineMs,
    lifetime: live.lifetime.signal,
    sharedCall: new HandlerCall(hook, null, deadlineMs, live.lifetime.signal),
    takesCall: declaredParameters(handler) > 1,
    wraps: isWrapper(handler),
  };
}

/** A getter or proxy that throws here throws at every call, and is reported then. */
function findHandler(
  calls: PluginCalls,
  slot: PluginSlot,
  live: LivePlugin,
  hook: string,
): Handler | null {
  const found = calls.attempt(slot.number, () => handlerOf(live.instance, hook));
  if (found.kind === "returned") return found.value;
  const { error } = found;
  return () => {
    throw error;
  };
}

/** Delivers to a plugin that is giving way to its next instance as soon as that one, or the old one again, answers. */
function deferredListener(
  calls: PluginCalls,
  slot: PluginSlot,
  hook: string,
  deadlineMs: number,
): Listener {
  const lifetime = new AbortController().signal; // The instance that will be called is not known yet.
  const leaving = slot.live === null ? null : findHandler(calls, slot, slot.live, hook);
  const wraps = leaving !== null && isWrapper(leaving);
  const call = async (payload: unknown, context: unknown): Promise<unknown> => {
    await slot.transition;
    if (!slot.active || slot.live === null) return undefined;
    const current = findHandler(calls, slot, slot.live, hook);
    const { instance } = slot.live;
    return calls.mark(slot.number, () => current?.call(instance, payload, context));
  };
  return {
    slot,
    instance: null,
    handler: wraps ? (payload, context) => deferredWrapper(call(payload, context)) : call,
    telemetry: slot.telemetryOf(hook),
    deadlineMs,
    lifetime,
    sharedCall: new HandlerCall(hook, null, deadlineMs, lifetime),
    takesCall: true,
    wraps,
  };
}

/** Passes on to the wrapper of the next instance; one whose new code is no wrapper has answered. */
async function* deferredWrapper(
  called: Promise<unknown>,
): AsyncGenerator<undefined, unknown, unknown> {
  const result = await called;
  if (!isGenerator(result)) return result;
  return yield* result;
}

function isGenerator(value: unknown): value is AsyncGenerator<undefined, unknown, unknown> {
  return typeof value === "object" && value !== null && "next" in value && "return" in value;
}

function declaredParameters(handler: Handler): number {
  try {
    return handler.length;
  } catch {
    return 2; // A proxy that does not tell is given the most.
  }
}
