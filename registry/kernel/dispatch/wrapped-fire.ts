import type { HandlerOutcome } from "../../../schemas/index.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import { runSteps, settled, type Steps } from "../steps.ts";
import type { FireOptions } from "../types.ts";
import { AwaitedFire, skipReason, type Decided } from "./awaited-fire.ts";
import type { HookPlan } from "./hook-plan.ts";
import { Wrapping } from "./wrapping.ts";

/** What came of calling everybody. */
export interface Fired {
  readonly outcomes: readonly HandlerOutcome[];
  readonly decided: Decided | null;
}

/** Calls the wrappers up to their `yield`, the outermost first, then all others, then the wrappers again in reverse. Never throws. */
function* fireWrapped(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: FireOptions,
): Steps<Fired> {
  const around: (HandlerOutcome | Wrapping)[] = [];
  let decided: Decided | null = null;
  for (const participant of plan.wrappers) {
    const { plugin } = participant;
    const reason = skipReason(participant, options, decided);
    if (reason !== null || participant.kind === "skipped") {
      around.push({ kind: "skipped", plugin, reason: reason ?? "not-active" });
      continue;
    }
    const wrapping = new Wrapping(calls, plan.hook, participant.listener, options);
    around.push(wrapping);
    yield* wrapping.before(payload);
    decided = decidedBy(plan, wrapping) ?? decided;
  }

  const inner = yield* settled(callOthers(calls, plan, payload, options, decided));
  ({ decided } = inner);
  let outcomes = inner.outcomes;
  for (const one of around.toReversed()) {
    if (one instanceof Wrapping && one.outcome === null) {
      const value = decided?.value;
      yield* one.after({ outcomes: outcomes.map((outcome) => ({ ...outcome })), value });
      decided = decidedBy(plan, one) ?? decided;
    }
    const outcome = one instanceof Wrapping ? one.outcome : one;
    if (outcome !== null) outcomes = [outcome, ...outcomes];
  }
  return { outcomes, decided };
}

function decidedBy({ firstResult }: HookPlan, { plugin, value }: Wrapping): Decided | null {
  return firstResult && value !== undefined ? { plugin, value } : null;
}

/** Calls everybody who is no wrapper. Answers at once when nobody has to be waited for. */
function callOthers(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: FireOptions,
  decided: Decided | null = null,
): Fired | Promise<Fired> {
  if (options.apart === true) return callApart(calls, plan, payload, options, decided);
  let fired: Fired | null = null;
  let tell: ((fired: Fired) => void) | null = null;
  new AwaitedFire(calls, plan, payload, options, decided, (done) => {
    fired = done;
    tell?.(done);
  }).start();
  return (
    fired ??
    new Promise((resolve) => {
      tell = resolve;
    })
  );
}

/** Whoever waits for it is not below it on the stack, and hears of it also when a handler is stopped from outside. */
function callApart(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: FireOptions,
  decided: Decided | null,
): Promise<Fired> {
  return new Promise((resolve) => {
    queueMicrotask(() => new AwaitedFire(calls, plan, payload, options, decided, resolve).start());
  });
}

/** Calls everybody, each after the one before is done. Answers at once when nobody has to be waited for; never rejects. */
export function fireInTurn(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: FireOptions,
): Fired | Promise<Fired> {
  return plan.wrappers.length === 0
    ? callOthers(calls, plan, payload, options)
    : runSteps(fireWrapped(calls, plan, payload, options));
}
