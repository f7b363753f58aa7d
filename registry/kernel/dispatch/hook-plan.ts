import { handlerOf, type Handler } from "../handlers.ts";
import type { LivePlugin } from "../live-plugin.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import type { PluginSlot } from "../slot.ts";
import { FastFire } from "./fast-fire.ts";
import { HandlerCall } from "./handler-call.ts";
import type { Listener } from "./listener.ts";

/** A plugin that lists a hook, in manifest order: called, or skipped for a reason. */
export type Participant =
  | { readonly kind: "called"; readonly plugin: string; readonly listener: Listener }
  | {
      readonly kind: "skipped";
      readonly plugin: string;
      readonly reason: "disabled" | "not-active";
    };

/** Who takes part in a hook, as of the last change of any of them. Made when the hook is fired, kept until somebody changes. */
export class HookPlan {
  readonly hook: string;
  /** In manifest order. */
  readonly participants: readonly Participant[];
  readonly listeners: readonly Listener[];
  readonly fast: FastFire;

  constructor(
    calls: PluginCalls,
    slots: readonly PluginSlot[],
    hook: string,
    deadlineMs: (plugin: string) => number,
  ) {
    this.hook = hook;
    this.participants = slots.flatMap((slot) => {
      if (slot.item.kind === "invalid" || !slot.hooks.includes(hook)) return [];
      return participantOf(calls, slot, hook, deadlineMs(slot.name)) ?? [];
    });
    this.listeners = this.participants.flatMap((one) =>
      one.kind === "called" ? one.listener : [],
    );
    this.fast = new FastFire(calls, hook, this.listeners);
  }

  involves(slot: PluginSlot): boolean {
    return this.participants.some(({ plugin }) => plugin === slot.name);
  }

  /** Somebody changed: what this plan recorded goes to the plugins' own telemetry. */
  retire(): void {
    this.fast.retire();
  }
}

function participantOf(
  calls: PluginCalls,
  slot: PluginSlot,
  hook: string,
  deadlineMs: number,
): Participant | null {
  const plugin = slot.name;
  if (!slot.enabled) return { kind: "skipped", plugin, reason: "disabled" };
  if (slot.quarantine !== null) return { kind: "skipped", plugin, reason: "not-active" };
  if (slot.transition !== null) {
    return { kind: "called", plugin, listener: deferredListener(calls, slot, hook, deadlineMs) };
  }
  if (!slot.active || slot.live === null) return { kind: "skipped", plugin, reason: "not-active" };
  const handler = findHandler(calls, slot, slot.live, hook);
  if (handler === null) return null;
  return {
    kind: "called",
    plugin,
    listener: listenerOf(slot, slot.live, handler, hook, deadlineMs),
  };
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
    deadlineMs,
    lifetime,
    sharedCall: new HandlerCall(hook, null, deadlineMs, lifetime),
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
