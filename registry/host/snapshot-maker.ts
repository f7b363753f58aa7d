import type { PluginStatus, Problem, RegistrySnapshot } from "../../schemas/index.ts";
import type { DirectoriesState } from "../runtimes/index.ts";

/** Numbers snapshots: one that says what the last one said has its revision. */
export class SnapshotMaker {
  #revision = 0;
  #said = "";
  #told = 0;

  make(
    plugins: readonly PluginStatus[],
    problems: readonly Problem[],
    directories: DirectoriesState,
    debugging: boolean,
  ): RegistrySnapshot {
    const said = JSON.stringify([plugins, problems, directories, debugging]);
    if (said !== this.#said) this.#revision += 1;
    this.#said = said;
    return {
      revision: this.#revision,
      plugins: [...plugins],
      manifestProblems: [...problems],
      specs: [...directories.specs],
      directoryProblems: [...directories.problems],
      debugging,
    };
  }

  /** Whether nobody was told of it yet; from now on it counts as told. */
  isNews({ revision }: RegistrySnapshot): boolean {
    const isNews = revision > this.#told;
    this.#told = revision;
    return isNews;
  }
}
