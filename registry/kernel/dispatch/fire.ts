import type { PluginCalls } from "../plugin-calls.ts";
import { whenSettled } from "../thenable.ts";
import type { ObservedOptions } from "../types.ts";
import { HandlerCall } from "./handler-call.ts";
import type { HookPlan } from "./hook-plan.ts";
import type { Listener } from "./listener.ts";
import { fireInTurn } from "./wrapped-fire.ts";

/**
 * Calls every handler of a hook, in manifest order, and waits for none. An asynchronous handler is counted at once and timed when it is
 * done. Nothing that a handler does reaches the caller or the handlers after it. Handlers that depend on each other take turns all
 * the same, once the first of them has to be waited for in the background.
 */
export function fireAndForget(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: ObservedOptions,
): void {
  if (plan.takesTurns) {
    void fireInTurn(calls, plan, payload, options); // Never rejects.
    return;
  }
  for (const listener of plan.listeners) {
    if (options.signal?.aborted === true) return;
    if (listener.slot.name !== options.source) callHandler(calls, plan, listener, payload, options);
  }
}

function callHandler(
  calls: PluginCalls,
  plan: HookPlan,
  listener: Listener,
  payload: unknown,
  options: ObservedOptions,
): void {
  const { slot, telemetry } = listener;
  telemetry.begin();
  const startedAt = calls.clock.now();
  const settle = (failure: { readonly error: unknown } | null): void => {
    const endedAt = calls.clock.now();
    const message = failure === null ? null : calls.messageOf(failure.error);
    telemetry.settle(endedAt, endedAt - startedAt, message);
    if (message !== null) slot.noteFailure(plan.hook, message);
  };
  const call = new HandlerCall(
    plan.hook,
    options.source ?? null,
    listener.deadlineMs,
    listener.lifetime,
    options.observation,
  );
  const outcome = calls.attempt(slot.number, () =>
    listener.handler.call(listener.instance, payload, call),
  );
  if (outcome.kind === "threw") settle(outcome);
  else if (
    !whenSettled(
      outcome.value,
      () => settle(null),
      (error) => settle({ error }),
    )
  )
    settle(null);
}
