import type { PluginStatus, Problem, SecretStatus } from "../../../schemas/index.ts";
import { isRecord } from "../../base/record.ts";
import { wordLookupFailure } from "../../discovery/index.ts";
import type { ManifestItem } from "../../manifest/index.ts";
import type { ClassLookup } from "../../modules/index.ts";
import { maskConfig, type SecretChain } from "../../secrets/index.ts";

/** What is known about an entry while nothing runs. `lookup` is null where the entry names no module. */
export function describeItem(
  item: ManifestItem,
  lookup: ClassLookup | null,
  secrets: Pick<SecretChain, "status">,
): PluginStatus {
  const facts = lookup?.kind === "found" ? lookup.facts : null;
  const problems = problemsOf(item, lookup);
  const statuses = (facts?.requiredSecrets ?? []).map(({ name }) =>
    secrets.status({ name, plugin: item.name, overrides: item.entry?.config?.["secrets"] }),
  );
  const { description, hooks, config, module } = isRecord(item.raw) ? item.raw : NOTHING;
  const written = stringsIn(hooks);
  const masked = maskConfig(isRecord(config) ? config : {}) as Record<string, unknown>; // A masked mapping is a mapping.
  return {
    summary: {
      name: item.name,
      description:
        (typeof description === "string" && description) || (facts?.description ?? null) || null,
      hooks:
        written.length > 0 || !item.entry ? written : (facts?.hooks ?? []).map((hook) => hook.name),
      config: masked,
      enabled: item.entry?.enabled ?? false,
      active: false,
      hook_stats: {},
      errors: problems.map(({ message }) => message),
      invalid: problems.length > 0,
      secrets: { required: namesOf(statuses), missing: namesOf(statuses.filter(isMissing)) },
    },
    state: stateOf(item, problems),
    position: item.position,
    module: typeof module === "string" ? module : null,
    sourceFile: fileOf(lookup),
    generation: 0,
    problems,
    secrets: statuses,
    latency: {},
    routes: (facts?.routes ?? []).map(({ method, name }) => ({ method, path: name })),
  };
}

const NOTHING: Readonly<Record<string, unknown>> = {};

function problemsOf(item: ManifestItem, lookup: ClassLookup | null): Problem[] {
  if (!item.entry) {
    return item.problems
      .filter(({ severity }) => severity === "error")
      .map(({ code, message }) => problem(code, message));
  }
  const failure = lookup && wordLookupFailure(item.entry.module, lookup);
  if (failure) return [problem(failure.code, failure.message)];
  if (lookup?.kind !== "found" || lookup.isPlugin !== "no") return [];
  const message = `${lookup.facts.name} in ${lookup.file} is not a plugin: it does not extend PluginBase.`;
  return [problem("module/not-a-plugin", message)];
}

function problem(code: string, message: string): Problem {
  return { code, message, at: new Date().toISOString(), location: null, stack: null };
}

function stateOf({ entry }: ManifestItem, problems: readonly Problem[]): PluginStatus["state"] {
  if (!entry) return "invalid";
  if (problems.length > 0) return "failed";
  return entry.enabled ? "unloaded" : "disabled";
}

function fileOf(lookup: ClassLookup | null): string | null {
  return lookup && "file" in lookup ? lookup.file : null;
}

function stringsIn(hooks: unknown): string[] {
  return Array.isArray(hooks) ? hooks.filter((hook) => typeof hook === "string") : [];
}

function isMissing({ kind }: SecretStatus): boolean {
  return kind === "missing";
}

function namesOf(statuses: readonly SecretStatus[]): string[] {
  return statuses.map(({ name }) => name);
}
