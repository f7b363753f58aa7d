import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Emitter, type Event } from "vscode-languageserver";
import type { JsonSchema } from "../../registry/modules/index.ts";
import { readJsonSchema } from "../../registry/modules/schemas/index.ts";
import type {
  ConfigSchemasParams,
  PluginStatus,
  Problem,
  RegistrySnapshot,
  RegistryStateParams,
} from "../../schemas/index.ts";
import { keyOfUri } from "../base/index.ts";
import { RecentCalls, type Calls } from "./recent-calls.ts";

/** What the running registries last said, by manifest. Empty while nothing runs. */
export class LiveRegistry {
  readonly #snapshots = new Map<string, RegistrySnapshot>();
  readonly #configSchemas = new Map<string, ReadonlyMap<string, JsonSchema>>();
  readonly #recent = new Map<string, RecentCalls>();
  /** The first plugin of each name. */
  readonly #names = new WeakMap<RegistrySnapshot, ReadonlyMap<string, PluginStatus>>();
  readonly #changed = new Emitter<void>();
  readonly #complained = new Emitter<void>();
  #complaints = 0;

  readonly onDidChange: Event<void> = this.#changed.event;
  /** Not told when plugins were merely called: where many hooks fire, that is many times in a second. */
  readonly onDidChangeProblems: Event<void> = this.#complained.event;

  /** Changes with the problems of any registry, and with the plugins that may have them. */
  get stamp(): number {
    return this.#complaints;
  }

  update({ manifestUri, snapshot }: RegistryStateParams): void {
    const key = keyOfUri(manifestUri);
    const known = this.#snapshots.get(key);
    if (snapshot) this.#snapshots.set(key, snapshot);
    else if (!this.#snapshots.delete(key)) return;
    if (known && snapshot && known.revision === snapshot.revision) return;
    if (snapshot) this.#recentOf(key).note(snapshot, performance.now());
    const isSame = known && snapshot && complainAlike(known, snapshot);
    if (!isSame) this.#complaints += 1;
    this.#changed.fire();
    if (!isSame) this.#complained.fire();
  }

  /** What the classes that run say about their `config`. */
  describeConfigs({ manifestUri, schemas }: ConfigSchemasParams): void {
    const read = Object.entries(schemas).flatMap(([module, described]) => {
      const schema = readJsonSchema(described);
      return schema ? [[module, schema] as const] : [];
    });
    this.#configSchemas.set(keyOfUri(manifestUri), new Map(read));
    this.#complaints += 1;
    this.#changed.fire();
    this.#complained.fire();
  }

  /** By the modules that entries name; null while no registry runs. */
  configSchemasOf(manifestUri: string): ReadonlyMap<string, JsonSchema> | null {
    const key = keyOfUri(manifestUri);
    return this.#snapshots.has(key) ? (this.#configSchemas.get(key) ?? null) : null;
  }

  snapshotOf(manifestUri: string): RegistrySnapshot | null {
    return this.#snapshots.get(keyOfUri(manifestUri)) ?? null;
  }

  /** How often a plugin was called for a hook in the last minutes; null when no call is known. Outlives the registry that told of it. */
  recentCalls(manifestUri: string, plugin: string, hook: string): Calls | null {
    return this.#recentOf(keyOfUri(manifestUri)).of(plugin, hook, performance.now());
  }

  #recentOf(key: string): RecentCalls {
    const known = this.#recent.get(key) ?? new RecentCalls();
    this.#recent.set(key, known);
    return known;
  }

  /** The running plugin of one entry: the position tells entries of one name apart. */
  pluginIn(
    snapshot: RegistrySnapshot | null,
    item: { name: string; position: number },
  ): PluginStatus | null {
    if (!snapshot) return null;
    const there = snapshot.plugins[item.position];
    if (there?.summary.name === item.name) return there;
    return this.#namesOf(snapshot).get(item.name) ?? null;
  }

  /** Every problem of every registry, with what to call the one that has it: a file of a plugin directory has no other name. */
  *problems(): Generator<{ readonly plugin: string; readonly problem: Problem }> {
    for (const { plugins, directoryProblems = [] } of this.#snapshots.values()) {
      for (const { summary, problems } of plugins) {
        for (const problem of problems) yield { plugin: summary.name, problem };
      }
      for (const problem of directoryProblems) {
        yield { plugin: path.basename(problem.location?.file ?? ""), problem };
      }
    }
  }

  #namesOf(snapshot: RegistrySnapshot): ReadonlyMap<string, PluginStatus> {
    const known = this.#names.get(snapshot);
    if (known) return known;
    const names = new Map(
      snapshot.plugins.toReversed().map((plugin) => [plugin.summary.name, plugin]),
    );
    this.#names.set(snapshot, names);
    return names;
  }
}

/** Whether the same is wrong with the same plugins; how often they were called does not count. */
function complainAlike(before: RegistrySnapshot, now: RegistrySnapshot): boolean {
  return (
    before.plugins.length === now.plugins.length &&
    now.plugins.every((plugin, index) => isAlike(before.plugins[index], plugin)) &&
    isDeepStrictEqual(before.manifestProblems, now.manifestProblems) &&
    isDeepStrictEqual(before.directoryProblems, now.directoryProblems)
  );
}

function isAlike(before: PluginStatus | undefined, now: PluginStatus): boolean {
  return (
    before?.summary.name === now.summary.name &&
    before.module === now.module &&
    areSameProblems(before.problems, now.problems)
  );
}

/** Whether what is said about a plugin's problems stays true. */
export function areSameProblems(before: readonly Problem[], now: readonly Problem[]): boolean {
  return before.length === now.length && (now.length === 0 || isDeepStrictEqual(before, now));
}
