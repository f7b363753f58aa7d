import type { PluginCalls } from "../plugin-calls.ts";
import type { ObservedOptions } from "../types.ts";
import type { HookPlan } from "./hook-plan.ts";
import { fireInTurn } from "./wrapped-fire.ts";

/** Calls everybody and waits for each, without a report. Gives the result of a first-result hook; never rejects. */
export function fireForResult(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: ObservedOptions,
): Promise<unknown> {
  if (plan.wrappers.length > 0) return resultOfWrapped(calls, plan, payload, options);
  return new Promise((resolve) => {
    plan.awaited.start({
      payload,
      options,
      decided: null,
      keepsOutcomes: false,
      done: ({ decided }) => resolve(decided?.value),
    });
  });
}

async function resultOfWrapped(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: ObservedOptions,
): Promise<unknown> {
  return (await fireInTurn(calls, plan, payload, options)).decided?.value;
}
