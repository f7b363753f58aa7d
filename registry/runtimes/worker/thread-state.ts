import type { KernelItem, PluginRegistry } from "../../kernel/index.ts";
import type { PluginDirectories } from "../directory/index.ts";
import type { EntryLoader } from "../loader/index.ts";
import { ownersByFile } from "./plugin-finder.ts";
import type { WorkerState } from "./protocol.ts";

export interface ThreadStateParts {
  readonly registry: PluginRegistry;
  readonly loader: EntryLoader;
  readonly directories: PluginDirectories;
}

/** What the thread can tell of its plugins, and of the files that they are made of. */
export class ThreadState {
  readonly #parts: ThreadStateParts;
  /** Module references by plugin. */
  #references = new Map<string, string>();

  constructor(parts: ThreadStateParts) {
    this.#parts = parts;
  }

  /** From now on the manifest has these items. */
  follow(items: readonly KernelItem[]): void {
    this.#references = new Map(
      items.flatMap((item) =>
        item.kind === "valid" ? [[item.entry.name, item.entry.module]] : [],
      ),
    );
  }

  whole(): WorkerState {
    const { registry, loader, directories } = this.#parts;
    return {
      plugins: registry.statuses(),
      graphs: loader.graphs(),
      directories: directories.state(),
      durations: registry.durations(),
    };
  }

  /** Of some plugins only. */
  of(plugins: readonly string[]): WorkerState {
    const { registry, loader } = this.#parts;
    const references = plugins.flatMap((plugin) => this.#references.get(plugin) ?? []);
    return {
      plugins: plugins.flatMap((plugin) => registry.status(plugin) ?? []),
      graphs: loader.graphs(new Set(references)),
    };
  }

  /** The plugins in whose module graph each file is. A file of a plugin directory has no name but its path. */
  pluginsByFile(): ReadonlyMap<string, readonly string[]> {
    const { loader, directories } = this.#parts;
    const graphs = loader.graphs();
    const ofManifest = Array.from(
      this.#references,
      ([plugin, reference]) => [plugin, graphs[reference]?.files ?? []] as const,
    );
    return ownersByFile([...ofManifest, ...directories.dependencies()]);
  }
}
