import type {
  AuditRecord,
  EntryPointRecord,
  FireReport,
  FireRequest,
  HookSample,
  InstallPreview,
  InstallRequest,
  ManifestEntry,
  PluginCondition,
  PluginDetail,
  PluginRecord,
  Problem,
} from "../../../schemas/index.ts";
import { maskConfig } from "../../secrets/index.ts";
import { done, problem, type Outcome } from "../problems.ts";
import type { Caller } from "../types.ts";
import { auditRecord, type Change, type EntryData } from "./audit.ts";
import { changeManifest, entryNamed, notFound } from "./change-manifest.ts";
import { followManifest } from "./follow-manifest.ts";
import { installPlugin, listEntryPoints, type Surroundings } from "./install-plugin.ts";
import { previewInstall } from "./preview-install.ts";
import { mergePatch } from "./merge-patch.ts";
import { restoreConfig } from "./restore-config.ts";

export interface OperationsOptions extends Surroundings {
  readonly audit: (record: AuditRecord) => void;
  /** What is wrong with a plugin beyond what its registry knows; shown among its errors. */
  readonly furtherErrors: (plugin: string) => readonly string[];
}

/** A config as it is, to the config that it should be. `***` stands for a secret that stays as it is. */
type Reconfigure = (stored: Readonly<Record<string, unknown>>) => unknown;

/** What operators do to a running registry: the HTTP API without HTTP. */
export class Operations {
  readonly #options: OperationsOptions;

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  async list(): Promise<{ plugins: PluginRecord[] }> {
    const records = await this.#options.registry.records();
    return { plugins: records.map((record) => this.#withFurtherErrors(record)) };
  }

  /** How every plugin is now. */
  async conditions(): Promise<PluginCondition[]> {
    const { registry, furtherErrors } = this.#options;
    const { plugins } = await registry.snapshot();
    return plugins.map(({ summary: { name }, state, problems }) => ({
      name,
      state,
      problems: [...problems.map(withPlace), ...furtherErrors(name)],
    }));
  }

  async show(name: string): Promise<Outcome<PluginDetail>> {
    const record = await this.#record(name);
    const { plugins } = await this.#options.registry.snapshot();
    const status = plugins.find(({ summary }) => summary.name === name);
    if (!record || !status) return this.#notFound(name);
    const { summary: _, ...rest } = status;
    return done({ plugin: record, status: rest });
  }

  async history(
    name: string,
    hook: string | undefined,
  ): Promise<Outcome<{ plugin: string; history: Record<string, HookSample[]> }>> {
    const record = await this.#record(name);
    if (!record) return this.#notFound(name);
    const { hook_history } = record;
    const history = hook === undefined ? hook_history : { [hook]: hook_history[hook] ?? [] };
    return done({ plugin: name, history });
  }

  async discover(): Promise<{ entry_points: EntryPointRecord[] }> {
    return { entry_points: await listEntryPoints(this.#options) };
  }

  setEnabled(
    caller: Caller,
    plugin: string,
    enabled: boolean,
  ): Promise<Outcome<{ plugin: PluginRecord }>> {
    const action = enabled ? "enable" : "disable";
    return this.#audited(caller, action, plugin, async (note) => {
      const changed = await changeManifest(this.#options.manifest, plugin, (document) => {
        const entry = entryNamed(document, plugin);
        return entry.kind === "problem" ? entry : done({ kind: "set-enabled", plugin, enabled });
      });
      if (changed.kind === "problem") return changed;
      note(changed.value);
      await this.#follow();
      if (enabled && (await this.#isQuarantined(plugin))) {
        await this.#options.registry.reload(plugin);
      }
      return this.#answer(plugin);
    });
  }

  /** Replaces the config. */
  setConfig(
    caller: Caller,
    plugin: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<Outcome<{ plugin: PluginRecord }>> {
    return this.#reconfigure(caller, plugin, () => config);
  }

  /** Changes the config by a JSON merge patch, as somebody who was shown the masked one. */
  patchConfig(
    caller: Caller,
    plugin: string,
    patch: Readonly<Record<string, unknown>>,
  ): Promise<Outcome<{ plugin: PluginRecord }>> {
    return this.#reconfigure(caller, plugin, (stored) => mergePatch(maskConfig(stored), patch));
  }

  reloadAll(caller: Caller): Promise<Outcome<{ plugins: PluginRecord[] }>> {
    return this.#audited(caller, "reload", null, async () => {
      await this.#follow();
      await this.#options.registry.reload(null);
      return done(await this.list());
    });
  }

  reload(caller: Caller, plugin: string): Promise<Outcome<{ plugin: PluginRecord }>> {
    return this.#audited(caller, "reload", plugin, async () => {
      const [report] = await this.#options.registry.reload(plugin);
      if (!report || report.kind === "not-found") return notFound(plugin);
      if (report.kind === "reloaded") return this.#answer(plugin);
      const { code, message, location } = report.problem;
      const path = location ? `${location.file}:${location.line + 1}` : "";
      return problem("plugin/load-failed", message, { errors: [{ path, message, code }] });
    });
  }

  install(caller: Caller, request: InstallRequest): Promise<Outcome<{ plugin: PluginRecord }>> {
    return this.#audited(caller, "install", request.name ?? null, async (note) => {
      const installed = await installPlugin(this.#options, request);
      if (installed.kind === "problem") return installed;
      note({ before: null, after: installed.value }, installed.value.name);
      return this.#answer(installed.value.name);
    });
  }

  /** What `install` would do. Changes nothing. */
  previewInstall(request: InstallRequest): Promise<Outcome<InstallPreview>> {
    return previewInstall(this.#options, request);
  }

  uninstall(caller: Caller, plugin: string): Promise<Outcome<{ removed: string }>> {
    return this.#audited(caller, "uninstall", plugin, async (note) => {
      const changed = await changeManifest(this.#options.manifest, plugin, (document) =>
        document.itemNamed(plugin) ? done({ kind: "remove-entry", plugin }) : notFound(plugin),
      );
      if (changed.kind === "problem") return changed;
      note(changed.value);
      await this.#follow();
      return done({ removed: plugin });
    });
  }

  fire(caller: Caller, request: FireRequest): Promise<Outcome<FireReport>> {
    return this.#audited(caller, "fire", null, async () =>
      done(await this.#options.registry.fire(request)),
    );
  }

  #reconfigure(
    caller: Caller,
    plugin: string,
    configure: Reconfigure,
  ): Promise<Outcome<{ plugin: PluginRecord }>> {
    return this.#audited(caller, "configure", plugin, async (note) => {
      const { manifest, registry } = this.#options;
      const checked = await this.#entry(plugin);
      if (checked.kind === "problem") return checked;
      const wanted = configuredBy(configure, checked.value);
      if (wanted.kind === "problem") return wanted;
      const complaints = await registry.checkConfig(plugin, wanted.value);
      if (complaints.length > 0) {
        const detail = complaints.map(({ message }) => message).join("; ");
        const errors = complaints.map(({ code, message }) => ({ path: "config", message, code }));
        return problem("config/invalid", detail, { errors });
      }
      const changed = await changeManifest(manifest, plugin, (document) => {
        const entry = entryNamed(document, plugin);
        if (entry.kind === "problem") return entry;
        const config = configuredBy(configure, entry.value);
        return config.kind === "problem"
          ? config
          : done({ kind: "set-config", plugin, config: config.value });
      });
      if (changed.kind === "problem") return changed;
      note(changed.value);
      await this.#follow();
      return this.#answer(plugin);
    });
  }

  /** Carries out a change and writes down what came of it. `note` is told of the entry before and after. */
  async #audited<Value>(
    caller: Caller,
    action: AuditRecord["action"],
    plugin: string | null,
    work: (
      note: (step: { before: EntryData; after: EntryData }, name?: string) => void,
    ) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    let change: Change = { action, plugin };
    const attempted = await work(({ before, after }, name = plugin ?? undefined) => {
      change = { action, plugin: name ?? null, before, after };
    });
    const outcome = await this.#unlessAnnounced(plugin, attempted);
    this.#options.audit(auditRecord(caller, change, outcome));
    return outcome;
  }

  /** There may be such a plugin, but without an entry of its own that could be changed. */
  async #unlessAnnounced<Value>(
    plugin: string | null,
    outcome: Outcome<Value>,
  ): Promise<Outcome<Value>> {
    if (plugin === null || outcome.kind === "done") return outcome;
    if (outcome.problem.code !== "plugin/not-found") return outcome;
    const { plugins, manifestProblems } = await this.#options.registry.snapshot();
    const isThere = plugins.some(({ summary, state }) => {
      return summary.name === plugin && state !== "invalid";
    });
    if (!isThere) return this.#notFound(plugin);
    const [broken] = manifestProblems;
    if (broken) {
      const why = `The manifest is not as it was when ${plugin} was loaded: ${broken.message} Mend it, then try again.`;
      return problem("manifest/refused", why);
    }
    const detail = `${plugin} runs because an installed package announces it. Install it to change it: then it has an entry in the manifest.`;
    return problem("manifest/refused", detail);
  }

  #follow(): Promise<void> {
    return followManifest(this.#options.manifest, this.#options.registry);
  }

  async #entry(plugin: string): Promise<Outcome<ManifestEntry>> {
    const { manifest } = this.#options;
    let entry: Outcome<ManifestEntry> = notFound(plugin);
    await manifest.edit((document) => {
      entry = entryNamed(document, plugin);
      return { kind: "unchanged" };
    });
    return entry;
  }

  async #isQuarantined(plugin: string): Promise<boolean> {
    const { plugins } = await this.#options.registry.snapshot();
    return plugins.some(({ summary, state }) => summary.name === plugin && state === "quarantined");
  }

  async #notFound(plugin: string): Promise<Outcome<never>> {
    const { manifest } = this.#options;
    const read = await manifest.read();
    if (read.kind === "read") return notFound(plugin);
    const why = read.kind === "missing" ? `There is no manifest ${manifest.path}` : read.reason;
    return problem("plugin/not-found", `${why}, so nothing is known of ${plugin}.`);
  }

  async #answer(plugin: string): Promise<Outcome<{ plugin: PluginRecord }>> {
    const record = await this.#record(plugin);
    return record ? done({ plugin: record }) : notFound(plugin);
  }

  async #record(name: string): Promise<PluginRecord | null> {
    const records = await this.#options.registry.records();
    const found = records.find((record) => record.name === name);
    return found ? this.#withFurtherErrors(found) : null;
  }

  #withFurtherErrors(record: PluginRecord): PluginRecord {
    const further = this.#options.furtherErrors(record.name);
    return further.length === 0 ? record : { ...record, errors: [...record.errors, ...further] };
  }
}

/** What is wrong, and where. */
function withPlace({ message, location }: Problem): string {
  return location ? `${message} (${location.file}:${location.line + 1})` : message;
}

function configuredBy(
  configure: Reconfigure,
  { config }: ManifestEntry,
): Outcome<Readonly<Record<string, unknown>>> {
  return restoreConfig(config, configure(config ?? {}));
}
