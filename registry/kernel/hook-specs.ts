import { KNOWN_HOOKS, type Problem } from "../../schemas/index.ts";
import type { HookSpec } from "../sdk/index.ts";
import { objections } from "./config.ts";
import { NO_SLOT, type CallOutcome, type PluginCalls } from "./plugin-calls.ts";
import type { PluginSlot } from "./slot.ts";

/** What is promised about a hook, and by whom: `slot` is null for the service's own and the platform's. */
export interface DeclaredHook {
  readonly slot: PluginSlot | null;
  readonly spec: HookSpec;
}

/** The service's word counts most, then the platform's, then that of the first plugin in the manifest that declares the hook. */
export function findHookSpec(
  hook: string,
  own: Readonly<Record<string, HookSpec>>,
  slots: readonly PluginSlot[],
): DeclaredHook | null {
  for (const specs of [own, KNOWN_HOOKS]) {
    const spec = Object.hasOwn(specs, hook) ? specs[hook] : undefined;
    if (spec) return { slot: null, spec };
  }
  for (const slot of slots) {
    const spec = slot.facts?.specs.get(hook);
    if (spec) return { slot, spec };
  }
  return null;
}

/** How a payload breaks what is promised about its hook: a problem for each breach. The payload stays as it is. */
export async function checkPayload(
  calls: PluginCalls,
  hook: string,
  { slot, spec }: DeclaredHook,
  payload: unknown,
  deadlineMs: number,
): Promise<readonly Problem[]> {
  const { payload: schema } = spec;
  if (!schema) return [];
  const outcome: CallOutcome<readonly string[]> = await calls.run(
    slot?.number ?? NO_SLOT,
    deadlineMs,
    () => objections(schema, payload),
  );
  switch (outcome.kind) {
    case "returned":
      return outcome.value.map((text) => calls.problem("hook/payload-invalid", `${hook}: ${text}`));
    case "threw": {
      const doing = `Checking the payload of ${hook} threw`;
      return [calls.problemOf("hook/payload-invalid", outcome.error, doing)];
    }
    case "timed-out": {
      const text = `Checking the payload of ${hook} took over ${outcome.afterMs} ms`;
      return [calls.problem("plugin/timed-out", text)];
    }
  }
}
