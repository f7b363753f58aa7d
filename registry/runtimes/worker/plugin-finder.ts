import type { ScriptIndex } from "../loader/index.ts";

/** Tells whose code runs when nobody marked it: code that goes on after an `await`, timers, listeners. */
export class PluginFinder {
  readonly #scripts: ScriptIndex;
  readonly #pluginsByFile: () => ReadonlyMap<string, readonly string[]>;

  /** `pluginsByFile` says which plugins have a file in their module graph. */
  constructor(scripts: ScriptIndex, pluginsByFile: () => ReadonlyMap<string, readonly string[]>) {
    this.#scripts = scripts;
    this.#pluginsByFile = pluginsByFile;
  }

  /** The one plugin that a stack runs through; null when none does, or helpers that several share are all there is. */
  ofStack(stack: string): string | null {
    const owners = this.#pluginsByFile();
    for (const { location } of this.#scripts.framesOf(stack)) {
      const plugins = owners.get(location.file) ?? [];
      if (plugins.length === 1) return plugins[0] ?? null;
    }
    return null;
  }

  /** The plugin that called the function which asks. */
  ofCaller(): string | null {
    const holder = { stack: "" };
    Error.captureStackTrace(holder);
    return this.ofStack(holder.stack);
  }
}

/** The owners of each file, given the files of each owner. */
export function ownersByFile(
  filesOfOwners: Iterable<readonly [owner: string, files: readonly string[]]>,
): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>();
  for (const [owner, files] of filesOfOwners) {
    for (const file of new Set(files)) {
      const known = owners.get(file);
      if (known) known.push(owner);
      else owners.set(file, [owner]);
    }
  }
  return owners;
}
