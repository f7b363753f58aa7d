import type { PluginCalls } from "../plugin-calls.ts";
import { CallBlock } from "../telemetry/index.ts";
import { AwaitedFire } from "./awaited-fire.ts";
import type { FireRequest } from "./fire-request.ts";
import type { HookPlan } from "./hook-plan.ts";

/** Fires that are over and wait for the next. More at once are rare, and are made when they are needed. */
const MOST_IDLE = 16;

/** The awaited fires of one plan, and the block that they write what they time into. */
export class AwaitedFires {
  readonly #calls: PluginCalls;
  readonly #plan: HookPlan;
  readonly #idle: AwaitedFire[] = [];
  #block: CallBlock | null = null;
  #underWay = 0;
  #isRetired = false;

  constructor(calls: PluginCalls, plan: HookPlan) {
    this.#calls = calls;
    this.#plan = plan;
  }

  /** Made when the first fire needs it: a hook may never be waited for. */
  get block(): CallBlock {
    return (this.#block ??= new CallBlock(this.#plan.listeners.map(({ telemetry }) => telemetry)));
  }

  /**
   * Begins at once, or apart: then whoever waits for it is not below it on the stack, and hears of it also when a handler is stopped
   * from outside.
   */
  start(request: FireRequest): void {
    // Not in a microtask: when one is stopped, the engine forgets all others, of those who wait too.
    if (request.options.apart === true) process.nextTick(() => this.#begin(request));
    else this.#begin(request);
  }

  /** A fire is over. */
  over(fire: AwaitedFire): void {
    if (this.#idle.length < MOST_IDLE) this.#idle.push(fire);
    this.#underWay--;
    if (this.#isRetired) this.#closeWhenIdle();
  }

  /** Nobody will begin another. What is under way is recorded here to its end. */
  retire(): void {
    this.#isRetired = true;
    this.#closeWhenIdle();
  }

  #begin(request: FireRequest): void {
    this.#underWay++;
    const fire = this.#idle.pop() ?? new AwaitedFire(this.#calls, this.#plan, this);
    fire.start(request);
  }

  #closeWhenIdle(): void {
    if (this.#underWay > 0) return;
    this.#block?.close();
    this.#block = null;
    this.#idle.length = 0;
  }
}
