import type { FireReport } from "../../schemas/index.ts";
import type { HookSpec } from "../sdk/index.ts";
import type { Deadlines } from "./deadlines.ts";
import { fireAndForget } from "./dispatch/fire.ts";
import { HookPlan } from "./dispatch/hook-plan.ts";
import { fireForResult } from "./dispatch/result-fire.ts";
import { fireAndReport } from "./dispatch/report-fire.ts";
import { noteContradictions } from "./contradictions.ts";
import { findHookSpec, type DeclaredHook } from "./hook-specs.ts";
import type { PluginCalls } from "./plugin-calls.ts";
import type { SlotTable } from "./slot-table.ts";
import type { PluginSlot } from "./slot.ts";
import type { FireObservation, FireObserver, FireOptions } from "./types.ts";

/** What firing needs of the registry. */
export interface HookTableOptions {
  readonly calls: PluginCalls;
  readonly slots: SlotTable;
  readonly specs: Readonly<Record<string, HookSpec>>;
  readonly deadlines: Deadlines;
  readonly observer: FireObserver | null;
  /** Not every call of `fire` has to be timed. */
  readonly isSampled: boolean;
}

/** Fires hooks. Knows who takes part in each until one of them changes. */
export class HookTable {
  readonly #options: HookTableOptions;
  readonly #plans = new Map<string, HookPlan>();
  /** Of the hook that was fired last, and is most likely fired next. */
  #last: HookPlan | null = null;
  #isAgreementChecked = true;

  constructor(options: HookTableOptions) {
    this.#options = options;
  }

  /** As `PluginRegistry.fire`. */
  fire(hook: string, payload: Record<string, unknown>, options?: FireOptions): void {
    const last = this.#last;
    const plan = last !== null && last.hook === hook ? last : this.#planOf(hook);
    if (options !== undefined || plan.fast?.fire(payload) !== true) {
      const observation = this.#observed(hook, options);
      const observed = observation === null ? (options ?? {}) : { ...options, observation };
      fireAndForget(this.#options.calls, plan, payload, observed);
      observation?.ended();
    }
  }

  /** As `PluginRegistry.fireAndWait`. */
  fireAndWait(
    hook: string,
    payload: Record<string, unknown>,
    options: FireOptions,
  ): Promise<FireReport> {
    const { calls, deadlines } = this.#options;
    const plan = this.#planOf(hook);
    const observation = this.#observed(hook, options);
    if (observation === null) return fireAndReport(calls, plan, payload, options, deadlines.callMs);
    const observed = { ...options, observation };
    return fireAndReport(calls, plan, payload, observed, deadlines.callMs).finally(() =>
      observation.ended(),
    );
  }

  /** Calls the handlers as `fireAndWait` does, without a report. Gives the result of a first-result hook. */
  resultOf(hook: string, payload: Record<string, unknown>, options: FireOptions): Promise<unknown> {
    const plan = this.#planOf(hook);
    const observation = this.#observed(hook, options);
    const observed = observation === null ? options : { ...options, observation };
    const fired = fireForResult(this.#options.calls, plan, payload, observed);
    return observation === null ? fired : fired.finally(() => observation.ended());
  }

  /** Forgets who takes part in the hooks that a plugin handles, handled or declares. */
  slotChanged(slot: PluginSlot): void {
    this.#forget(
      (plan) =>
        slot.hooks.includes(plan.hook) ||
        plan.involves(slot) ||
        plan.declared?.spec !== this.#declared(plan.hook)?.spec,
    );
  }

  /** Plugins came, went or changed places. */
  slotsChanged(): void {
    this.#forget(() => true);
  }

  /** Finds what plugins contradict each other in before somebody fires into it. */
  checkAgreement(): void {
    if (this.#isAgreementChecked) return;
    this.#isAgreementChecked = true;
    const { calls, specs, slots } = this.#options;
    noteContradictions(calls, specs, slots.all);
  }

  #forget(concerns: (plan: HookPlan) => boolean): void {
    this.#isAgreementChecked = false;
    this.#last = null;
    for (const plan of this.#plans.values()) {
      if (!concerns(plan)) continue;
      plan.retire();
      this.#plans.delete(plan.hook);
    }
  }

  #planOf(hook: string): HookPlan {
    return (this.#last = this.#plans.get(hook) ?? this.#makePlan(hook));
  }

  #makePlan(hook: string): HookPlan {
    const { calls, slots, deadlines, observer, isSampled } = this.#options;
    const deadlineOf = (plugin: string): number => deadlines.ofHandler(plugin, hook);
    const declared = this.#declared(hook);
    const plan = new HookPlan(calls, slots.all, hook, deadlineOf, declared, {
      isObserved: observer !== null,
      isSampled,
    });
    this.#plans.set(hook, plan);
    return plan;
  }

  #observed(hook: string, options?: FireOptions): FireObservation | null {
    return this.#options.observer?.fired(hook, options?.source ?? null) ?? null;
  }

  #declared(hook: string): DeclaredHook | null {
    return findHookSpec(hook, this.#options.specs, this.#options.slots.all);
  }
}
