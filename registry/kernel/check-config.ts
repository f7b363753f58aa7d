import type { Problem } from "../../schemas/index.ts";
import { parseConfig, withoutSecrets, type ConfigResult } from "./config.ts";
import type { CallOutcome, PluginCalls } from "./plugin-calls.ts";
import type { PluginSlot } from "./slot.ts";

/** What the plugin's class says to a config that its entry does not have yet. Nothing changes; a class that is not there says nothing. */
export async function checkConfig(
  calls: PluginCalls,
  slot: PluginSlot,
  config: Readonly<Record<string, unknown>>,
  deadlineMs: number,
): Promise<readonly Problem[]> {
  const { facts } = slot;
  if (!facts) return [];
  const outcome = await calls.run(slot.number, deadlineMs, () =>
    parseConfig(facts.configSchema, withoutSecrets(config)),
  );
  return configProblems(calls, outcome);
}

/** Empty when the config is valid. */
export function configProblems(
  calls: PluginCalls,
  outcome: CallOutcome<ConfigResult>,
): readonly Problem[] {
  switch (outcome.kind) {
    case "returned": {
      const result = outcome.value;
      if (result.kind === "valid") return [];
      return result.messages.map((text) => calls.problem("config/invalid", text));
    }
    case "threw":
      return [calls.problemOf("config/invalid", outcome.error, "Checking the config threw")];
    case "timed-out": {
      const text = `Checking the config took over ${outcome.afterMs} ms`;
      return [calls.problem("plugin/timed-out", text)];
    }
  }
}
