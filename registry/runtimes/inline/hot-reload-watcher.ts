import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import { PluginRegistry } from "../../kernel/index.ts";
import { PluginDirectory, type PluginFileChange } from "../directory/index.ts";
import { createInlineGraph } from "./inline-graph.ts";
import { withoutExit } from "./without-exit.ts";

export interface HotReloadWatcherOptions {
  /** The directory of plugin files. Relative to the working directory of the moment. */
  readonly watchDir: string;
  /**
   * Told of every file that was loaded, could not be loaded, or is gone. By default failures are process warnings, and the
   * rest is not told.
   */
  readonly onChange?: (change: PluginFileChange) => void;
}

/**
 * Keeps a registry in step with a directory of plugin files, in this process: TypeScript or JavaScript modules that export
 * `registerPlugins(registry)` (or `register_plugins`), or a function of the registry as their default. Names that begin with `_`
 * or `.` are skipped, as are sub-directories; what the files import is followed. Instances that were created stay as they
 * are: `create` uses the newest code. Source: Nexus Core, `HotReloadWatcher`.
 *
 * ```ts
 * const registry = new PluginRegistry();
 * const watcher = new HotReloadWatcher(registry, { watchDir: "plugins" });
 * await watcher.start(); // what is there is registered now
 * const provider = await registry.create(PluginKind.AI_PROVIDER, "custom-provider");
 * await watcher.stop();
 * ```
 */
export class HotReloadWatcher {
  readonly #directory: PluginDirectory;
  readonly #folder: string;
  #isRunning = false;

  /** Throws a `TypeError` for anything but a `PluginRegistry`. */
  constructor(registry: PluginRegistry, options: HotReloadWatcherOptions) {
    if (!(registry instanceof PluginRegistry)) {
      throw new TypeError("HotReloadWatcher expects a PluginRegistry as its first argument");
    }
    this.#folder = path.resolve(options.watchDir);
    const { onChange = warnOfFailure } = options;
    this.#directory = new PluginDirectory({
      registry,
      graph: createInlineGraph(),
      guard: (_file, code) => withoutExit(code),
      folder: this.#folder,
      // What a listener throws is thrown where nobody is in its way: it must not stop the watcher.
      onChange: (change) => queueMicrotask(() => onChange(change)),
    });
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /**
   * Loads the files that are there and follows the directory from now on. Resolves when they are registered, also when some of
   * them fail. Rejects when there is no such directory, or it cannot be read. Does nothing when it is running already.
   */
  async start(): Promise<void> {
    if (this.#isRunning) return;
    if (!statSync(this.#folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new Error(`HotReloadWatcher cannot watch ${this.#folder}: there is no such directory`);
    }
    accessSync(this.#folder, constants.R_OK);
    this.#isRunning = true;
    await this.#directory.open();
  }

  /** Follows the directory no longer; what is registered stays. It may be started again: what changed meanwhile is loaded then. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#directory.close();
  }
}

function warnOfFailure(change: PluginFileChange): void {
  if (change.kind !== "failed") return;
  const { code, message } = change.problem;
  process.emitWarning(`${change.file}: ${message}`, { type: "PatchbayWarning", code });
}
