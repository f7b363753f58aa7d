import type { Problem } from "../../schemas/index.ts";
import type { LivePlugin } from "./live-plugin.ts";
import type { CallOutcome, PluginCalls } from "./plugin-calls.ts";
import type { PluginSlot } from "./slot.ts";
import type { SpecRegistry } from "./specs/spec-registry.ts";
import { settled, type Steps } from "./steps.ts";

type LifecycleMethod = "onEnable" | "onDisable" | "onReload" | "exportState";

const PYTHON_SPELLING: Readonly<Record<LifecycleMethod, string>> = {
  onEnable: "on_enable",
  onDisable: "on_disable",
  onReload: "on_reload",
  exportState: "export_state",
};
const THREW_CODE: Readonly<Record<LifecycleMethod, string>> = {
  onEnable: "plugin/threw-on-enable",
  onDisable: "plugin/threw-on-disable",
  onReload: "plugin/threw-on-reload",
  exportState: "plugin/threw-on-export-state",
};

/** What calling lifecycle methods needs of the registry. */
export interface LifecycleContext {
  readonly calls: PluginCalls;
  readonly specs: SpecRegistry;
  readonly deadlineMs: (plugin: string) => number;
}

/** What a lifecycle method came to; `problem` is null when all went well. */
export interface LifecycleOutcome {
  readonly problem: Problem | null;
  readonly value: unknown;
}

/** Calls a lifecycle method, in whichever spelling the plugin has it, within the deadline. */
export function* callLifecycle(
  { calls, specs, deadlineMs }: LifecycleContext,
  slot: PluginSlot,
  live: LivePlugin,
  method: LifecycleMethod,
  argument?: unknown,
): Steps<LifecycleOutcome> {
  if (method === "onEnable") {
    const refused = beginLifetime(calls, specs, live);
    if (refused !== null) return { problem: refused, value: undefined };
  }
  if (method === "onDisable") endLifetime(calls, specs, slot, live);
  const outcome = yield* settled<CallOutcome<unknown>>(
    calls.run(slot.number, deadlineMs(slot.name), () => invoke(live.instance, method, argument)),
  );
  switch (outcome.kind) {
    case "returned":
      return { problem: null, value: outcome.value };
    case "threw": {
      // It was stopped while the method ran: what that threw on its way out is the same once more.
      if (slot.quarantine !== null) return { problem: slot.quarantine, value: undefined };
      const problem = calls.problemOf(THREW_CODE[method], outcome.error, `${method} threw`);
      return { problem, value: undefined };
    }
    case "timed-out": {
      const text = `${method} did not finish within ${outcome.afterMs} ms`;
      return { problem: calls.problem("plugin/timed-out", text), value: undefined };
    }
  }
}

/** What the plugin contributes is there before its `onEnable`, which may use it. */
function beginLifetime(calls: PluginCalls, specs: SpecRegistry, live: LivePlugin): Problem | null {
  live.enabled = true;
  if (live.lifetime.signal.aborted) live.lifetime = new AbortController();
  try {
    specs.registerAll(live.specs);
    return null;
  } catch (error) {
    return calls.problemOf("plugin/name-taken", error, "");
  }
}

/** The signal's listeners are the plugin's code, too. */
function endLifetime(
  calls: PluginCalls,
  specs: SpecRegistry,
  slot: PluginSlot,
  live: LivePlugin,
): void {
  live.enabled = false;
  specs.removeAll(live.specs);
  const reason = new Error(`${slot.name} was disabled or replaced`);
  calls.mark(slot.number, () => live.lifetime.abort(reason));
}

/** The same for a plugin that was stopped: its factories' instances are not closed, which would call it. */
export function abandonLifetime(
  calls: PluginCalls,
  specs: SpecRegistry,
  slot: PluginSlot,
  live: LivePlugin,
): void {
  live.enabled = false;
  specs.forgetAll(live.specs);
  calls.attempt(slot.number, () => live.lifetime.abort(new Error(`${slot.name} was stopped`)));
}

/** Whether a plugin has a lifecycle method, in either spelling. One that cannot be asked has none. */
export function hasLifecycleMethod(
  calls: PluginCalls,
  slot: PluginSlot,
  live: LivePlugin,
  method: LifecycleMethod,
): boolean {
  const asked = calls.attempt(slot.number, () => methodOf(live.instance, method));
  return asked.kind === "returned" && asked.value !== null;
}

function invoke(instance: object, method: LifecycleMethod, argument: unknown): unknown {
  return methodOf(instance, method)?.call(instance, argument);
}

function methodOf(
  instance: object,
  method: LifecycleMethod,
): ((argument: unknown) => unknown) | null {
  const methods = instance as Record<string, unknown>;
  const found = methods[method] ?? methods[PYTHON_SPELLING[method]];
  return typeof found === "function" ? (found as (argument: unknown) => unknown) : null;
}
