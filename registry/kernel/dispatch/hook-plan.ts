import { handlerOf, type Handler } from "../handlers.ts";
import type { LivePlugin } from "../live-plugin.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import type { PluginSlot } from "../slot.ts";
import type { HookTelemetry } from "../telemetry/index.ts";
import { HandlerCall } from "./handler-call.ts";

/** One plugin that is called for a hook. */
export interface Listener {
  readonly slot: PluginSlot;
  readonly instance: object | null;
  readonly handler: Handler;
  readonly telemetry: HookTelemetry;
  /** The second argument of a handler that does not look at it closely: the same object at every call. */
  readonly sharedCall: HandlerCall;
  /** The handler declares a second parameter, so every call gets an object, and with it a signal, of its own. */
  readonly takesCall: boolean;
}

/** A plugin that lists a hook, in manifest order: called, or skipped for a reason. */
export type Participant =
  | { readonly kind: "called"; readonly plugin: string; readonly listener: Listener }
  | {
      readonly kind: "skipped";
      readonly plugin: string;
      readonly reason: "disabled" | "not-active";
    };

/** Who takes part in a hook, as of the last change of any plugin. Made when the hook is fired, kept until somebody changes. */
export interface HookPlan {
  readonly hook: string;
  readonly participants: readonly Participant[];
  readonly listeners: readonly Listener[];
}

/** Looks at every plugin, in manifest order. */
export function planHook(calls: PluginCalls, slots: readonly PluginSlot[], hook: string): HookPlan {
  const participants: Participant[] = [];
  for (const slot of slots) {
    if (slot.item.kind === "invalid" || !slot.hooks.includes(hook)) continue;
    const participant = participantOf(calls, slot, hook);
    if (participant !== null) participants.push(participant);
  }
  const listeners = participants.flatMap((one) => (one.kind === "called" ? [one.listener] : []));
  return { hook, participants, listeners };
}

function participantOf(calls: PluginCalls, slot: PluginSlot, hook: string): Participant | null {
  const plugin = slot.name;
  if (!slot.enabled) return { kind: "skipped", plugin, reason: "disabled" };
  if (slot.quarantine !== null) return { kind: "skipped", plugin, reason: "not-active" };
  if (slot.transition !== null) {
    return { kind: "called", plugin, listener: deferredListener(calls, slot, hook) };
  }
  if (!slot.active || slot.live === null) return { kind: "skipped", plugin, reason: "not-active" };
  const handler = findHandler(calls, slot, slot.live, hook);
  if (handler === null) return null;
  return { kind: "called", plugin, listener: listenerOf(slot, slot.live, handler, hook) };
}

function listenerOf(slot: PluginSlot, live: LivePlugin, handler: Handler, hook: string): Listener {
  return {
    slot,
    instance: live.instance,
    handler,
    telemetry: slot.telemetryOf(hook),
    sharedCall: new HandlerCall(hook, null, live.lifetime.signal),
    takesCall: declaredParameters(handler) > 1,
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
function deferredListener(calls: PluginCalls, slot: PluginSlot, hook: string): Listener {
  const live = slot.live;
  const handler = async (payload: unknown, call: unknown): Promise<unknown> => {
    await slot.transition;
    if (!slot.active || slot.live === null) return undefined;
    const current = findHandler(calls, slot, slot.live, hook);
    const { instance } = slot.live;
    return calls.mark(slot.number, () => current?.call(instance, payload, call));
  };
  return {
    slot,
    instance: null,
    handler,
    telemetry: slot.telemetryOf(hook),
    sharedCall: new HandlerCall(hook, null, live?.lifetime.signal ?? new AbortController().signal),
    takesCall: true,
  };
}

function declaredParameters(handler: Handler): number {
  try {
    return handler.length;
  } catch {
    return 2; // A proxy that does not tell is given the most.
  }
}
