import type {
  PluginRecord,
  PluginStatus,
  Problem,
  RegistrySnapshot,
} from "../../../schemas/index.ts";
import { validateConfig } from "../../config/index.ts";
import { parseManifest, problemsOfWhole, type ManifestItem } from "../../manifest/index.ts";
import type { ManifestFile } from "../../manifest-file/index.ts";
import type { LookupRoots, ModuleIndex } from "../../modules/index.ts";
import type { OperatedRegistry } from "../../operator/types.ts";
import type { SecretChain } from "../../secrets/index.ts";
import { describeItem } from "./describe-item.ts";

export interface StaticRegistryOptions {
  readonly manifest: ManifestFile;
  readonly modules: ModuleIndex;
  readonly roots: LookupRoots;
  readonly secrets: Pick<SecretChain, "status">;
  /** Loads the plugins of these entries without enabling them, and answers with what came of each, by name. */
  readonly tryLoading: (
    items: readonly ManifestItem[],
  ) => Promise<ReadonlyMap<string, PluginStatus>>;
}

/**
 * The registry of a manifest that nothing runs: what is known about its plugins without their code. Only what is asked
 * to be loaded is run, once, and not kept.
 */
export class StaticRegistry implements OperatedRegistry {
  readonly activity = "";
  readonly #options: StaticRegistryOptions;
  /** What trials told: until this process ends, nothing else knows better. */
  readonly #tried = new Map<string, PluginStatus>();
  /** Entries that come into the manifest are tried. */
  #known: ReadonlySet<string> | null = null;

  constructor(options: StaticRegistryOptions) {
    this.#options = options;
  }

  async snapshot(): Promise<RegistrySnapshot> {
    const items = await this.#items();
    const plugins = await Promise.all(items.map((item) => this.#describe(item)));
    return { revision: 0, plugins, manifestProblems: await this.#manifestProblems() };
  }

  async records(): Promise<PluginRecord[]> {
    const { plugins } = await this.snapshot();
    return plugins.map(({ summary }) => {
      const { errors, invalid, secrets, ...fields } = summary;
      return { ...fields, hook_history: {}, errors, invalid, secrets };
    });
  }

  async history(): Promise<[]> {
    return [];
  }

  async durations(): Promise<[]> {
    return [];
  }

  /** From now on, entries that are new in the manifest are loaded when `manifestSaved` tells of them. */
  async tryNewEntries(): Promise<void> {
    this.#known = new Set((await this.#items()).map(({ name }) => name));
  }

  async manifestSaved(): Promise<RegistrySnapshot> {
    const known = this.#known;
    if (known) {
      const added = (await this.#items()).filter(({ name }) => !known.has(name));
      if (added.length > 0) await this.#try(added);
      this.#known = null;
    }
    return this.snapshot();
  }

  async reload(plugin: string | null): ReturnType<OperatedRegistry["reload"]> {
    const items = (await this.#items()).filter(({ name }) => plugin === null || name === plugin);
    const tried = await this.#try(items);
    return items.flatMap(({ name }) => {
      const problem = tried.get(name)?.problems[0];
      const at = new Date().toISOString();
      if (problem) return { kind: "rolled-back", plugin: name, generation: 0, problem } as const;
      return tried.has(name)
        ? ({ kind: "reloaded", plugin: name, generation: 1, tookMs: 0, at } as const)
        : [];
    });
  }

  async checkConfig(
    plugin: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<readonly Problem[]> {
    const item = (await this.#items()).find(({ name }) => name === plugin);
    const lookup = item?.entry && (await this.#lookup(item));
    const schema = lookup?.kind === "found" ? lookup.facts.configSchema : null;
    if (!schema) return [];
    const { secrets: _, ...settings } = config;
    return validateConfig(settings, schema)
      .filter(({ isAboutKey }) => !isAboutKey || schema.additionalProperties === false)
      .map(({ path, message }) => ({
        code: "config/invalid",
        message: `${["config", ...path].join(".")} ${message}.`,
        at: new Date().toISOString(),
        location: null,
        stack: null,
      }));
  }

  fire(): never {
    throw new Error("Nothing runs here: fire at a host.");
  }

  route(): never {
    throw new Error("Nothing runs here: ask a host.");
  }

  async #try(items: readonly ManifestItem[]): Promise<ReadonlyMap<string, PluginStatus>> {
    const tried = await this.#options.tryLoading(items.filter(({ entry }) => entry !== null));
    for (const [name, status] of tried) this.#tried.set(name, status);
    return tried;
  }

  async #describe(item: ManifestItem): Promise<PluginStatus> {
    const { secrets } = this.#options;
    const described = describeItem(item, item.entry && (await this.#lookup(item)), secrets);
    const tried = this.#tried.get(item.name);
    if (!tried || tried.problems.length === 0) return described;
    const errors = tried.problems.map(({ message }) => message);
    return {
      ...described,
      summary: { ...described.summary, errors, invalid: tried.summary.invalid },
      state: tried.state,
      problems: tried.problems,
    };
  }

  #lookup({ entry }: ManifestItem): ReturnType<ModuleIndex["lookup"]> {
    const { modules, roots } = this.#options;
    return modules.lookup(entry?.module ?? "", roots);
  }

  async #items(): Promise<readonly ManifestItem[]> {
    const read = await this.#options.manifest.read();
    return read.kind === "read" ? parseManifest(read.text).items : [];
  }

  async #manifestProblems(): Promise<Problem[]> {
    const { manifest } = this.#options;
    const read = await manifest.read();
    const at = new Date().toISOString();
    if (read.kind === "missing") return [];
    if (read.kind === "unreadable") {
      const code = "manifest/unreadable";
      return [{ code, message: read.reason, at, location: null, stack: null }];
    }
    return problemsOfWhole(parseManifest(read.text)).map(({ code, message, span }) => {
      const line = read.text.slice(0, span.start).split("\n").length - 1;
      const character = span.start - (read.text.lastIndexOf("\n", span.start - 1) + 1);
      const location = { file: manifest.path, line, character };
      return { code, message, at, location, stack: null };
    });
  }
}
