import path from "node:path";
import { Emitter, type Event } from "vscode-languageserver";
import type {
  PluginStatus,
  Problem,
  RegistrySnapshot,
  RegistryStateParams,
} from "../../schemas/index.ts";
import { keyOfUri } from "../base/index.ts";

/** What the running registries last said, by manifest. Empty while nothing runs. */
export class LiveRegistry {
  readonly #snapshots = new Map<string, RegistrySnapshot>();
  /** The first plugin of each name. */
  readonly #names = new WeakMap<RegistrySnapshot, ReadonlyMap<string, PluginStatus>>();
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;

  update({ manifestUri, snapshot }: RegistryStateParams): void {
    const key = keyOfUri(manifestUri);
    const known = this.#snapshots.get(key);
    if (snapshot) this.#snapshots.set(key, snapshot);
    else if (!this.#snapshots.delete(key)) return;
    if (known && snapshot && known.revision === snapshot.revision) return;
    this.#changed.fire();
  }

  snapshotOf(manifestUri: string): RegistrySnapshot | null {
    return this.#snapshots.get(keyOfUri(manifestUri)) ?? null;
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
