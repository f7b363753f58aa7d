import type { Problem } from "../../../schemas/index.ts";
import type { DeclaredHook } from "../hook-specs.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import type { PluginSlot } from "../slot.ts";
import { orderOfSlots } from "./slot-order.ts";
import { AwaitedFires } from "./awaited-fires.ts";
import { FastFire } from "./fast-fire.ts";
import type { Listener } from "./listener.ts";
import { participantOf, type Participant } from "./participants.ts";
import { SampledFire } from "./sampled-fire.ts";

/** How a registry calls handlers, whatever the hook. */
export interface DispatchMode {
  /** Somebody hears of every fire and call. */
  readonly isObserved: boolean;
  /** Not every call has to be timed. */
  readonly isSampled: boolean;
}

/** Who takes part in a hook, as of the last change of any of them. Made when the hook is fired, kept until somebody changes. */
export class HookPlan {
  readonly hook: string;
  readonly declared: DeclaredHook | null;
  /** Those who stand around all others, the outermost first. */
  readonly wrappers: readonly Participant[];
  /** In the order of calls. */
  readonly participants: readonly Participant[];
  readonly listeners: readonly Listener[];
  /** The handlers depend on each other: there are wrappers, or the first result ends the fire. */
  readonly takesTurns: boolean;
  /** Null when the handlers take turns, and when somebody observes them. */
  readonly fast: FastFire | SampledFire | null;
  readonly awaited: AwaitedFires;
  /** Wishes about the order that contradict each other. */
  readonly problems: readonly Problem[];
  /** Somebody changed since: fires that are under way ask who takes part by now. */
  isRetired = false;
  readonly #takesPart: (listener: Listener) => Participant | null;

  constructor(
    calls: PluginCalls,
    slots: readonly PluginSlot[],
    hook: string,
    deadlineMs: (plugin: string) => number,
    declared: DeclaredHook | null,
    { isObserved, isSampled }: DispatchMode,
  ) {
    this.hook = hook;
    this.declared = declared;
    this.#takesPart = ({ slot, deadlineMs: known }) =>
      participantOf(calls, slot, hook, known, isObserved);
    const { order, contradictions } = orderOfSlots(calls, slots, hook);
    this.problems = contradictions.map(({ problem }) => problem);
    const all = order.flatMap(
      (slot) => participantOf(calls, slot, hook, deadlineMs(slot.name), isObserved) ?? [],
    );
    this.wrappers = all.filter(isWrapping);
    this.participants = this.wrappers.length === 0 ? all : all.filter((one) => !isWrapping(one));
    this.listeners = this.participants.flatMap((one) =>
      one.kind === "called" ? one.listener : [],
    );
    this.awaited = new AwaitedFires(calls, this);
    this.takesTurns = this.wrappers.length > 0 || this.firstResult;
    const Fast = isSampled ? SampledFire : FastFire;
    this.fast = this.takesTurns || isObserved ? null : new Fast(calls, hook, this.listeners);
  }

  get firstResult(): boolean {
    return this.declared?.spec.firstResult === true;
  }

  /** How somebody who takes part does so by now: what was disabled or replaced since is not to be called any more. */
  asOfNow(participant: Participant): Participant {
    if (!this.isRetired || participant.kind === "skipped") return participant;
    const { plugin, listener } = participant;
    const now = this.#takesPart(listener);
    if (now?.kind === "skipped" || now?.listener.wraps === listener.wraps) return now;
    return { kind: "skipped", plugin, reason: "not-active" };
  }

  involves(slot: PluginSlot): boolean {
    const isSlot = ({ plugin }: Participant): boolean => plugin === slot.name;
    return this.participants.some(isSlot) || this.wrappers.some(isSlot);
  }

  /** Somebody changed: what this plan recorded goes to the plugins' own telemetry. */
  retire(): void {
    this.isRetired = true;
    this.fast?.retire();
    this.awaited.retire();
  }
}

function isWrapping(one: Participant): boolean {
  return one.kind === "called" && one.listener.wraps;
}
