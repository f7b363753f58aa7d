import type { PluginSpecRecord, Problem } from "../../../schemas/index.ts";
import { PluginDirectory, type PluginFileChange } from "./plugin-directory.ts";
import type { PluginFileRuntime } from "./plugin-file.ts";

/** What is registered, and which files of directories could not be loaded as they are. */
export interface DirectoriesState {
  readonly specs: readonly PluginSpecRecord[];
  readonly problems: readonly Problem[];
}

export interface PluginDirectoriesOptions extends PluginFileRuntime {
  /** Absolute; they need not exist yet. */
  readonly folders: readonly string[];
  readonly onChange: (change: PluginFileChange) => void;
}

/** The directories of plugin files of one registry, and what became of their files. */
export class PluginDirectories {
  readonly #options: PluginDirectoriesOptions;
  readonly #directories: readonly PluginDirectory[];
  readonly #problems = new Map<string, Problem>();

  constructor(options: PluginDirectoriesOptions) {
    const { folders, ...runtime } = options;
    this.#options = options;
    const onChange = (change: PluginFileChange): void => this.#note(change);
    this.#directories = Array.from(new Set(folders), (folder) => {
      return new PluginDirectory({ ...runtime, folder, onChange });
    });
  }

  /** Loads what is there, and follows it from now on. Files in `blocked` are not loaded until they change. */
  async open(blocked: ReadonlyMap<string, Problem>): Promise<void> {
    await Promise.all(this.#directories.map((directory) => directory.open(blocked)));
  }

  /** Follows nothing any more. */
  async close(): Promise<void> {
    for (const directory of this.#directories) await directory.close();
  }

  /** The code of a file that is being loaded was stopped from outside. */
  stop(file: string, problem: Problem): void {
    for (const directory of this.#directories) directory.stop(file, problem);
  }

  /** Every plugin file with all files that it depends on. */
  dependencies(): ReadonlyMap<string, readonly string[]> {
    return new Map(this.#directories.flatMap((directory) => [...directory.dependencies()]));
  }

  state(): DirectoriesState {
    const { registry } = this.#options;
    const specs = registry.listSpecs().map(({ kind, name, version, description }) => {
      return { kind, name, version, description, file: registry.originOf(kind, name) };
    });
    return { specs, problems: [...this.#problems.values()] };
  }

  #note(change: PluginFileChange): void {
    this.#problems.delete(change.file);
    if (change.kind === "failed") this.#problems.set(change.file, change.problem);
    this.#options.onChange(change);
  }
}
