import type { PluginStatus, SecretStatus } from "../../schemas/index.ts";
import { counted } from "../base/words.ts";

/** How a plugin is doing, in one word: its state, and whether an active one has something to mend. */
export type Condition = PluginStatus["state"] | "kept" | "troubled" | "needs-secret" | "stopped";

const CONDITION_WORDS: Readonly<Record<Condition, string>> = {
  active: "active",
  kept: "active",
  troubled: "active",
  "needs-secret": "active",
  disabled: "disabled",
  failed: "failed",
  invalid: "invalid",
  quarantined: "quarantined",
  unloaded: "not loaded",
  stopped: "stopped",
};

const RUNNING: ReadonlySet<Condition> = new Set(["active", "kept", "troubled", "needs-secret"]);

/** Two kinds of active plugins: `kept` goes on with older code, `troubled` has a problem from its start. */
export function conditionOf(plugin: PluginStatus): Condition {
  if (plugin.state !== "active") return plugin.state;
  if (plugin.problems.length > 0) return plugin.isOutdated === true ? "kept" : "troubled";
  return plugin.secrets.some(isMissing) ? "needs-secret" : "active";
}

/** Whether somebody has to do something before the plugin works as its author meant. Disabled is a decision, not a failure. */
export function isFailing(plugin: PluginStatus): boolean {
  switch (plugin.state) {
    case "failed":
    case "invalid":
    case "quarantined":
      return true;
    case "active":
      return plugin.problems.length > 0;
    case "disabled":
    case "unloaded":
      return false;
  }
}

/**
 * The words beside the plugin's name, e.g. `active · 1 secret missing · 2 failures · 1,204 calls · g3`: what needs mending
 * first, since a narrow view cuts the end off. A generation is told of code that runs.
 */
export function summaryOf(
  plugin: PluginStatus,
  condition: Condition = conditionOf(plugin),
): string {
  const { calls, failures } = totalsOf(plugin);
  const missing = plugin.secrets.filter(isMissing).length;
  return [
    CONDITION_WORDS[condition],
    condition === "kept" ? "last reload failed" : "",
    condition === "troubled" ? counted(plugin.problems.length, "problem") : "",
    missing > 0 ? `${counted(missing, "secret")} missing` : "",
    failures > 0 ? counted(failures, "failure") : "",
    calls > 0 ? counted(calls, "call") : "",
    RUNNING.has(condition) && plugin.generation > 0 ? `g${plugin.generation}` : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** Over all hooks of the plugin, since the registry started. */
export function totalsOf(plugin: PluginStatus): {
  readonly calls: number;
  readonly failures: number;
} {
  let calls = 0;
  let failures = 0;
  for (const stats of Object.values(plugin.summary.hook_stats)) {
    calls += stats.invocations;
    failures += stats.failures;
  }
  return { calls, failures };
}

/** The plugin's file; of one that never loaded, the file in which its loading failed. Null when neither is known. */
export function sourceOf({ sourceFile, problems }: PluginStatus): string | null {
  const failed = problems.find(
    ({ code }) => code.startsWith("plugin/") || code.startsWith("module/"),
  );
  return sourceFile ?? failed?.location?.file ?? null;
}

export function isMissing(secret: SecretStatus): boolean {
  return secret.kind === "missing";
}

/** Where a secret was found, or that it was not: never its value. */
export function whereabouts(secret: SecretStatus): string {
  switch (secret.kind) {
    case "missing":
      return "missing";
    case "unknown":
      return "unknown";
    case "present":
      return `from ${sourceWords(secret.source)}`;
  }
}

function sourceWords(source: Extract<SecretStatus, { kind: "present" }>["source"]): string {
  switch (source.kind) {
    case "manifest":
      return "the manifest";
    case "manifest-env":
    case "environment":
      return `environment variable ${source.variable}`;
    case "secret-store":
      return "the editor's secret storage";
    case "dotenv":
      return ".env";
    case "secrets-file":
      return "the secrets file";
  }
}
