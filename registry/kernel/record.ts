import type {
  HookDurations,
  PluginRecord,
  PluginStatus,
  PluginSummary,
  SecretStatus,
} from "../../schemas/index.ts";
import { maskConfig, type SecretChain } from "../secrets/index.ts";
import type { PluginSlot } from "./slot.ts";
import { showLatency, showSample, showStats } from "./telemetry/index.ts";

/** One plugin exactly as Agent PM's operator API shows it. */
export function recordOf(
  slot: PluginSlot,
  secrets: SecretChain | null,
  wallOffsetMs: number,
): PluginRecord {
  const { errors, invalid, secrets: needed, ...fields } = summaryOf(slot, secrets);
  const hook_history = Object.fromEntries(
    Array.from(slot.telemetry, ([hook, telemetry]) => [
      hook,
      telemetry.samples().map((sample) => showSample(sample, wallOffsetMs)),
    ]),
  );
  return { ...fields, hook_history, errors, invalid, secrets: needed };
}

/** One plugin as the editor shows it. */
export function statusOf(slot: PluginSlot, secrets: SecretChain | null): PluginStatus {
  const latency = Object.fromEntries(
    Array.from(slot.telemetry, ([hook, telemetry]) => [hook, showLatency(telemetry)]),
  );
  return {
    summary: summaryOf(slot, secrets),
    state: slot.state,
    position: slot.item.position,
    module: moduleOf(slot),
    sourceFile: slot.sourceFile,
    generation: slot.generation,
    problems: [...slot.problems],
    ...(slot.isOutdated ? { isOutdated: true } : {}),
    secrets: secretsOf(slot, secrets),
    latency,
    routes: routesOf(slot),
  };
}

/** How long every call of one plugin took that has ended, hook by hook. */
export function durationsOf(slot: PluginSlot): HookDurations[] {
  return Array.from(slot.telemetry, ([hook, telemetry]) => ({
    plugin: slot.name,
    hook,
    counts: telemetry.durationCounts(),
    totalMs: telemetry.totalMs,
    failures: telemetry.failures,
  }));
}

function summaryOf(slot: PluginSlot, secrets: SecretChain | null): PluginSummary {
  const written = writtenFields(slot);
  const statuses = secretsOf(slot, secrets);
  return {
    name: slot.name,
    description: written.description || (slot.facts?.description ?? null) || null,
    hooks: slot.item.kind === "valid" ? [...slot.hooks] : written.hooks,
    config: maskConfig(written.config) as Record<string, unknown>, // A masked mapping is a mapping.
    enabled: slot.enabled,
    active: slot.active,
    hook_stats: Object.fromEntries(
      Array.from(slot.telemetry, ([hook, telemetry]) => [hook, showStats(telemetry)]),
    ),
    errors: [...slot.errors],
    invalid: slot.item.kind === "invalid" || (slot.live === null && slot.quarantine === null),
    secrets: {
      required: statuses.map(({ name }) => name),
      missing: statuses.flatMap(({ kind, name }) => (kind === "missing" ? [name] : [])),
    },
  };
}

/** What an entry says about itself, also when it breaks the schema. */
function writtenFields(slot: PluginSlot): {
  description: string;
  hooks: string[];
  config: Record<string, unknown>;
} {
  const written: unknown = slot.item.kind === "valid" ? slot.item.entry : slot.item.raw;
  const { description, hooks, config } = isFields(written) ? written : {};
  return {
    description: typeof description === "string" ? description : "",
    hooks: Array.isArray(hooks) ? hooks.filter((hook) => typeof hook === "string") : [],
    config: isFields(config) ? config : {},
  };
}

function secretsOf(slot: PluginSlot, secrets: SecretChain | null): SecretStatus[] {
  const overrides = slot.entry?.config?.["secrets"];
  const required = slot.facts?.requiredSecrets ?? [];
  return required.map((name) =>
    secrets === null
      ? { kind: "missing", name, looked: [] }
      : secrets.status({ name, plugin: slot.name, overrides }),
  );
}

function moduleOf(slot: PluginSlot): string | null {
  if (slot.item.kind === "valid") return slot.item.entry.module;
  const { raw } = slot.item;
  return isFields(raw) && typeof raw["module"] === "string" ? raw["module"] : null;
}

function routesOf(slot: PluginSlot): { method: string; path: string }[] {
  const router = slot.live?.router;
  if (!router) return [];
  return router.routes.map(({ method, path }) => ({ method, path: router.prefix + path }));
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
