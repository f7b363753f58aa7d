import type { FireReport } from "../../../schemas/index.ts";
import { checkPayload } from "../hook-specs.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import type { FireOptions } from "../types.ts";
import type { HookPlan } from "./hook-plan.ts";
import { fireInTurn } from "./wrapped-fire.ts";

/** Calls everybody and says what came of it. A payload that breaks the hook's spec is reported, and fired all the same. */
export async function fireAndReport(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: FireOptions,
  checkDeadlineMs: number,
): Promise<FireReport> {
  const { hook, declared } = plan;
  const breaches =
    options.checkPayload === true && declared !== null
      ? await checkPayload(calls, hook, declared, payload, checkDeadlineMs)
      : [];
  const firedAt = calls.clock.now();
  const fired = fireInTurn(calls, plan, payload, options);
  const { outcomes, decided } = fired instanceof Promise ? await fired : fired;
  return {
    hook,
    outcomes: [...outcomes],
    payload,
    payloadProblem: null,
    result: decided === null ? null : { ...decided, problem: null },
    problems: [...breaches, ...plan.problems],
    durationMs: calls.clock.now() - firedAt,
  };
}
