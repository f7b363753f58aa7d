import path from "node:path";
import type { Problem } from "../../schemas/index.ts";
import type { WorkerState } from "../runtimes/index.ts";
import type { Culprit } from "./blame.ts";

/** What must not run as it is, and why: plugins of the manifest, and files of plugin directories. */
export class LeftOut {
  readonly #plugins = new Map<string, Problem>();
  readonly #files = new Map<string, Problem>();

  /** Plugins by name, files by path. */
  get problems(): Readonly<Record<string, Problem>> {
    return Object.fromEntries([...this.#plugins, ...this.#files]);
  }

  /** A file of a plugin directory has no name but its path. */
  add({ plugin, problem }: Culprit): void {
    (path.isAbsolute(plugin) ? this.#files : this.#plugins).set(plugin, problem);
  }

  /** The manifest names these and no others. */
  keepOnly(plugins: ReadonlySet<string>): void {
    for (const name of this.#plugins.keys()) if (!plugins.has(name)) this.#plugins.delete(name);
  }

  /** What the thread says of them counts from now on. */
  observe({ plugins, directories }: WorkerState): void {
    this.#plugins.clear();
    for (const { summary, state, problems } of plugins) {
      const [problem] = problems;
      if (state === "quarantined" && problem) this.#plugins.set(summary.name, problem);
    }
    if (directories === undefined) return;
    // A file that was left out and changed is loaded again: what became of that counts.
    const moments = new Set(directories.problems.map(({ at }) => at));
    for (const [file, { at }] of this.#files) if (!moments.has(at)) this.#files.delete(file);
  }
}
