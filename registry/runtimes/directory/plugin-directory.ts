import { setTimeout as delay } from "node:timers/promises";
import type { Problem } from "../../../schemas/index.ts";
import { SerialQueue } from "../../base/serial-queue.ts";
import type { PluginSpec } from "../../kernel/index.ts";
import { FolderWatcher, HALF_WRITTEN_MS, readTextOf } from "../follow/index.ts";
import { PluginFile, type PluginFileRuntime } from "./plugin-file.ts";
import { listPluginFiles } from "./plugin-files.ts";

/** A file that is different whenever it is looked at is not waited for any longer. */
const ATTEMPTS = 20;

/** What was observed of one file of a plugin directory. */
export type PluginFileChange =
  /** Its newest code is registered, in place of what it registered before. */
  | { readonly kind: "loaded"; readonly file: string; readonly specs: readonly PluginSpec[] }
  /** Its newest code is of no use. What it registered before, if anything, goes on: `specs`. */
  | {
      readonly kind: "failed";
      readonly file: string;
      readonly specs: readonly PluginSpec[];
      readonly problem: Problem;
    }
  /** It is gone, and with it what it had registered. */
  | { readonly kind: "removed"; readonly file: string };

export interface PluginDirectoryOptions extends PluginFileRuntime {
  /** Absolute. */
  readonly folder: string;
  readonly onChange: (change: PluginFileChange) => void;
}

/**
 * Keeps a registry in step with the plugin files of a folder. It looks at all of them whenever anything happens there, and loads
 * those of which something is different: events that come twice, or for files that are as they were, do nothing.
 */
export class PluginDirectory {
  readonly #options: PluginDirectoryOptions;
  readonly #watcher = new FolderWatcher(() => this.#heard());
  readonly #queue = new SerialQueue();
  readonly #files = new Map<string, PluginFile>();
  #stopListening: () => void = () => undefined;
  #isOpen = false;
  #isScanDue = false;

  constructor(options: PluginDirectoryOptions) {
    this.#options = options;
  }

  /**
   * Loads what is there and has changed since it was last open, and follows it from now on. Files in `blocked` are not loaded
   * until they change, for that reason.
   */
  open(blocked: ReadonlyMap<string, Problem> = new Map()): Promise<void> {
    this.#isOpen = true;
    this.#stopListening();
    this.#stopListening = this.#options.registry.onDidFree(() => this.#heardOfFreeNames());
    for (const path of listPluginFiles(this.#options.folder) ?? []) {
      const problem = blocked.get(path);
      if (problem !== undefined) this.#block(path, problem);
    }
    this.#watch();
    return this.#scan();
  }

  /** Follows nothing any more; done when nothing is being loaded any more. What is registered stays. */
  close(): Promise<void> {
    this.#isOpen = false;
    this.#stopListening();
    this.#watcher.close();
    return this.#queue.run(() => undefined);
  }

  /** Every plugin file with all files that it depends on. */
  dependencies(): ReadonlyMap<string, readonly string[]> {
    return new Map(Array.from(this.#files, ([path, file]) => [path, file.dependencies]));
  }

  /** The code of a file that is being loaded was stopped from outside. */
  stop(path: string, problem: Problem): void {
    this.#files.get(path)?.stop(problem);
  }

  #block(path: string, problem: Problem): void {
    const file = new PluginFile(path, this.#options);
    file.skip();
    this.#files.set(path, file);
    this.#options.onChange({ kind: "failed", file: path, specs: [], problem });
  }

  #heard(): void {
    // What goes wrong with a plugin is a change that is told; nothing else rejects.
    if (this.#isOpen && !this.#isScanDue) void this.#scan();
  }

  /** A file that came too late for its name may have it now. */
  #heardOfFreeNames(): void {
    for (const file of this.#files.values()) if (file.mayHaveItsName) return this.#heard();
  }

  #scan(): Promise<void> {
    this.#isScanDue = true;
    return this.#queue.run(async () => {
      this.#isScanDue = false;
      const present = listPluginFiles(this.#options.folder);
      // Nothing can be said of its files now: what is registered stays.
      if (present === null) return;
      for (const file of present) await this.#follow(file);
      for (const file of this.#files.keys()) {
        if (!present.includes(file)) await this.#remove(file);
      }
    });
  }

  async #follow(path: string): Promise<void> {
    const known = this.#files.get(path);
    if (!this.#isOpen || known?.hasChanged() === false) return;
    const file = known ?? new PluginFile(path, this.#options);
    this.#files.set(path, file);
    const problem = await this.#load(file);
    const { onChange } = this.#options;
    const specs = file.specs.map(({ spec }) => spec);
    if (problem !== null) onChange({ kind: "failed", file: path, specs, problem });
    else onChange({ kind: "loaded", file: path, specs });
    this.#watch();
  }

  /** A file that fails may be half-written: it has failed when it stays as it is. */
  async #load(file: PluginFile): Promise<Problem | null> {
    for (let attempt = 1; ; attempt += 1) {
      if (!readTextOf(file.path)?.trim()) await delay(HALF_WRITTEN_MS);
      const outcome = await file.load();
      if (outcome.kind === "registered") return null;
      await delay(HALF_WRITTEN_MS);
      if (attempt === ATTEMPTS || !file.hasChanged()) return outcome.problem;
    }
  }

  /** Some programs save by deleting the file first. */
  async #remove(path: string): Promise<void> {
    await delay(HALF_WRITTEN_MS);
    const present = listPluginFiles(this.#options.folder);
    if (!this.#isOpen || present === null) return;
    if (present.includes(path)) return this.#follow(path);
    this.#files.get(path)?.unregister();
    this.#files.delete(path);
    this.#options.onChange({ kind: "removed", file: path });
    this.#watch();
  }

  #watch(): void {
    if (!this.#isOpen) return;
    const dependencies = Array.from(this.#files.values()).flatMap((file) => file.dependencies);
    const isMore = this.#watcher.watch(new Set(dependencies), new Set([this.#options.folder]));
    // What was loaded before it was watched may have changed between the two.
    if (isMore) this.#heard();
  }
}
