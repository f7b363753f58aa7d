import type { PluginCalls } from "../plugin-calls.ts";
import { runSteps, settled, type Steps } from "../steps.ts";
import type { ObservedOptions } from "../types.ts";
import type { CallResult } from "./call-result.ts";
import type { Decided, FireRequest } from "./fire-request.ts";
import type { HookPlan } from "./hook-plan.ts";
import { skipReason } from "./skip-reason.ts";
import { Wrapping } from "./wrapping.ts";

/** What came of calling everybody. */
export interface Fired {
  /** Empty when nobody asked. */
  readonly outcomes: readonly CallResult[];
  readonly decided: Decided | null;
}

/** Calls the wrappers up to their `yield`, the outermost first, then all others, then the wrappers again in reverse. Never throws. */
function* fireWrapped(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: ObservedOptions,
): Steps<Fired> {
  const around: (CallResult | Wrapping)[] = [];
  let decided: Decided | null = null;
  for (const planned of plan.wrappers) {
    const participant = plan.asOfNow(planned);
    const { plugin } = participant;
    const reason = skipReason(participant, options, decided !== null);
    if (reason !== null || participant.kind === "skipped") {
      around.push({ kind: "skipped", plugin, reason: reason ?? "not-active" });
      continue;
    }
    const wrapping = new Wrapping(calls, plan.hook, participant.listener, options);
    around.push(wrapping);
    yield* wrapping.before(payload);
    decided = decidedBy(plan, wrapping) ?? decided;
  }

  const inner = yield* settled(
    callOthers(plan, { payload, options, decided, keepsOutcomes: true }),
  );
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
function callOthers(plan: HookPlan, request: Omit<FireRequest, "done">): Fired | Promise<Fired> {
  let fired: Fired | null = null;
  let tell: ((fired: Fired) => void) | null = null;
  const done = ({ outcomes, decided }: Fired): void => {
    fired = { outcomes, decided };
    tell?.(fired);
  };
  plan.awaited.start({ ...request, done });
  return (
    fired ??
    new Promise((resolve) => {
      tell = resolve;
    })
  );
}

/**
 * Calls everybody, each after the one before is done. Answers at once when nobody has to be waited for; never rejects. Outcomes are
 * kept for wrappers only.
 */
export function fireInTurn(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: ObservedOptions,
): Fired | Promise<Fired> {
  return plan.wrappers.length === 0
    ? callOthers(plan, { payload, options, decided: null, keepsOutcomes: false })
    : runSteps(fireWrapped(calls, plan, payload, options));
}
