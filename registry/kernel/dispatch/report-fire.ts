import type { FireReport, Problem } from "../../../schemas/index.ts";
import { checkPayload } from "../hook-specs.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import type { ObservedOptions } from "../types.ts";
import type { CallResult } from "./call-result.ts";
import type { Decided } from "./fire-request.ts";
import type { HookPlan } from "./hook-plan.ts";
import { fireInTurn } from "./wrapped-fire.ts";

/** Calls everybody and says what came of it. A payload that breaks the hook's spec is reported, and fired all the same. */
export function fireAndReport(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: ObservedOptions,
  checkDeadlineMs: number,
): Promise<FireReport> {
  if (options.checkPayload === true) {
    return checkAndFire(calls, plan, payload, options, checkDeadlineMs);
  }
  return fireReported(calls, plan, payload, options, []);
}

function fireReported(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: ObservedOptions,
  breaches: readonly Problem[],
): Promise<FireReport> {
  if (plan.wrappers.length > 0) return fireWrapped(calls, plan, payload, options, breaches);
  return new Promise((resolve) => {
    plan.awaited.start({
      payload,
      options,
      decided: null,
      keepsOutcomes: true,
      done: ({ outcomes, decided, durationMs }) =>
        resolve(reportOf(plan, payload, breaches, outcomes, decided, durationMs)),
    });
  });
}

async function checkAndFire(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: ObservedOptions,
  checkDeadlineMs: number,
): Promise<FireReport> {
  const { hook, declared } = plan;
  const breaches =
    declared === null ? [] : await checkPayload(calls, hook, declared, payload, checkDeadlineMs);
  return fireReported(calls, plan, payload, options, breaches);
}

async function fireWrapped(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: ObservedOptions,
  breaches: readonly Problem[],
): Promise<FireReport> {
  const firedAt = calls.clock.now();
  const fired = fireInTurn(calls, plan, payload, options);
  const { outcomes, decided } = fired instanceof Promise ? await fired : fired;
  const durationMs = calls.clock.now() - firedAt;
  return reportOf(plan, payload, breaches, [...outcomes], decided, durationMs);
}

function reportOf(
  { hook, problems }: HookPlan,
  payload: Record<string, unknown>,
  breaches: readonly Problem[],
  outcomes: CallResult[],
  decided: Decided | null,
  durationMs: number,
): FireReport {
  return {
    hook,
    outcomes,
    payload,
    payloadProblem: null,
    result: decided === null ? null : { ...decided, problem: null },
    problems: [...breaches, ...problems],
    durationMs,
  };
}
