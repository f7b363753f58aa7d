import type { Problem } from "../../../schemas/index.ts";
import { compileModule } from "./compile.ts";
import type { DebuggerMaps } from "./debugger-maps.ts";
import { DiskStamps } from "./disk-stamps.ts";
import { EntryGraphs } from "./entry-graphs.ts";
import { evaluate, type Imports } from "./evaluate.ts";
import { ModuleNotFoundError, ModuleSyntaxError, thrownProblem } from "./import-problem.ts";
import { namespaceOf } from "./interop.ts";
import { isSameCode, link, type LinkResult } from "./link.ts";
import { makeCode, type ModuleCode } from "./module-code.ts";
import type { Binding, ModuleInstance } from "./module-instance.ts";
import { loadFromNode, requireFromNode, resolveInNode } from "./node-modules.ts";
import { ModuleResolver } from "./resolve.ts";
import { ScriptIndex } from "./source-positions.ts";
import type { GraphFiles, LinkContext } from "./survey-graph.ts";
import { digestOf } from "./text-digest.ts";
import type { ModuleTransform } from "./transform.ts";

export interface ModuleGraphOptions {
  readonly transform: ModuleTransform;
  /** Modules that Patchbay serves itself, by specifier: `patchbay`, and `zod` where none is installed. */
  readonly supplied: ReadonlyMap<string, unknown>;
  /** How modules become functions. Default: `compileModule`. */
  readonly compile?: typeof compileModule;
  /** A lazy import brought files into the graph of an entry module. */
  readonly onGrown?: () => void;
  /** Default: nobody will debug the modules. */
  readonly debuggerMaps?: DebuggerMaps;
}

export interface GraphLoadOptions {
  readonly fresh: boolean;
  /**
   * Nothing is known to have changed but what `setText` told: no other file that runs is read again, unless it was written or that leads
   * to a failure. Default: false.
   */
  readonly isTrusting?: boolean;
  /** Every module's code runs inside it, up to its first top-level await. */
  readonly evaluate?: <T>(code: () => T) => T;
}

export type GraphLoadOutcome =
  | {
      readonly kind: "loaded";
      readonly exports: Readonly<Record<string, unknown>>;
      readonly graph: GraphFiles;
    }
  | {
      readonly kind: "failed";
      /** The first is the one to show where there is room for one. */
      readonly problems: readonly [Problem, ...Problem[]];
      readonly graph: GraphFiles;
    };

interface LinkWishes {
  /** Instances that count as current. */
  readonly overlay?: ReadonlyMap<string, ModuleInstance>;
  readonly isTrusting?: boolean;
}

/**
 * The modules of all plugins of one runtime, evaluated by us and not by Node: so a save evaluates only what changed, old
 * generations go on undisturbed, and nothing is kept once it is replaced.
 */
export class ModuleGraph {
  readonly scripts = new ScriptIndex();
  readonly #options: ModuleGraphOptions;
  readonly #resolver: ModuleResolver;
  readonly #current = new Map<string, ModuleInstance>();
  readonly #graphs = new EntryGraphs();
  readonly #texts = new Map<string, string>();
  /** Until it is loaded. */
  readonly #prepared = new Map<string, ModuleCode>();
  /** Files whose text was told and is not what runs. */
  readonly #refused = new Set<string>();
  readonly #imports: Imports;
  readonly #stamps = new DiskStamps();
  readonly #digests = new WeakMap<ModuleCode, string>();

  constructor(options: ModuleGraphOptions) {
    this.#options = options;
    this.#resolver = new ModuleResolver(options.supplied.keys());
    this.#imports = {
      bind: (importer, specifier) => this.#bind(importer, specifier, loadFromNode),
      bindNow: (importer, specifier) => this.#bind(importer, specifier, requireFromNode) as Binding,
      resolvePath: (importer, specifier) => this.#resolvePath(importer, specifier),
    };
  }

  /**
   * Evaluates the graph below an entry module. What did not change since it was last evaluated is shared; `fresh`
   * evaluates the entry module itself anew in any case. On failure nothing that was loaded before is touched.
   */
  async load(
    entry: string,
    { fresh, isTrusting = false, evaluate: around = (code) => code() }: GraphLoadOptions,
  ): Promise<GraphLoadOutcome> {
    const linked = link(entry, fresh, this.#linkContext({ isTrusting }));
    const outcome = await this.#evaluateLinked(entry, linked, around);
    if (outcome.kind === "loaded" || !isTrusting) return outcome;
    // Other files may have changed as well, in a moment of which nobody has told yet: a branch was switched.
    this.#resolver.forget();
    const surveyed = link(entry, fresh, this.#linkContext());
    if (isSameCode(linked, surveyed)) return outcome;
    return this.#evaluateLinked(entry, surveyed, around);
  }

  async #evaluateLinked(
    entry: string,
    linked: LinkResult,
    around: NonNullable<GraphLoadOptions["evaluate"]>,
  ): Promise<GraphLoadOutcome> {
    if (linked.kind === "failed") return this.#failed(entry, linked.graph, linked.problems);
    const graph = this.#graphs.begin(linked.graph);
    try {
      await around(() => evaluate(linked.entry, this.#imports));
    } catch (error) {
      for (const [file, { code }] of linked.entry.generation) this.#prepared.set(file, code);
      return this.#failed(entry, graph, [this.#importProblem(error)]);
    } finally {
      this.#graphs.end(graph);
    }
    this.#commit(linked.entry);
    this.#graphs.loaded(entry, graph);
    return { kind: "loaded", exports: namespaceOf(linked.entry.module.exports), graph };
  }

  /** Makes code of everything below an entry module, so that loading it is quick. Runs none of it, and never throws. */
  prepare(entry: string): void {
    try {
      const linked = link(entry, false, this.#linkContext());
      if (linked.kind === "failed") return;
      for (const [file, { code }] of linked.entry.generation) this.#prepared.set(file, code);
    } catch {
      // A file system may fail in its own ways: whoever loads the module is told.
    }
  }

  /** A file that runs is about to be loaded with another text: makes code of that, and runs none of it. */
  anticipate(file: string, text: string): void {
    const { current, prepared, maker } = this.#linkContext();
    if (!current.has(file) || prepared.get(file)?.source === text) return;
    if (current.get(file)?.code.source !== text)
      this.#prepared.set(file, makeCode(maker, file, text));
  }

  /** The files of an entry's last load, and of its last failed one, until it is loaded well again. */
  graphOf(entry: string): GraphFiles | null {
    return this.#graphs.of(entry);
  }

  /** The text of a file as it runs; null when it does not. */
  textOf(file: string): string | null {
    return this.#current.get(file)?.code.source ?? null;
  }

  /** What tells the text of a file as it runs from others; null when it does not run. */
  digestOf(file: string): string | null {
    const code = this.#current.get(file)?.code;
    if (code === undefined) return null;
    const digest = this.#digests.get(code) ?? digestOf(code.source);
    this.#digests.set(code, digest);
    return digest;
  }

  /** Forgets an entry that is no longer used. Modules that others use stay. */
  forget(entry: string): void {
    this.#graphs.forget(entry);
    const used = this.#graphs.files;
    for (const file of this.#current.keys()) if (!used.has(file)) this.#current.delete(file);
  }

  /** Code was stopped from outside: modules that it was evaluating never will be, so they are evaluated anew when asked for. */
  forgetUnfinished(): void {
    this.#graphs.endAll();
    for (const [file, { state, pending }] of this.#current) {
      if (state === "evaluating" && pending === null) this.#current.delete(file);
    }
  }

  /** The editor saved this text: it counts until the disk is heard of again (`null`). */
  setText(file: string, text: string | null): void {
    if (text !== null) {
      this.#texts.set(file, text);
      return;
    }
    const told = this.#texts.get(file);
    this.#texts.delete(file);
    // Code that was refused is not what runs: the next load of whoever imports it has to look at the file.
    if (told === undefined || told === this.textOf(file)) this.#refused.delete(file);
    else this.#refused.add(file);
  }

  /** Whether everything that runs is what its file held when that was told last, but for these files, which run as well. */
  isCurrentBut(files: ReadonlySet<string>): boolean {
    const isKnown = Array.from(files).every((file) => this.#current.has(file));
    return isKnown && Array.from(this.#refused).every((file) => files.has(file));
  }

  /** Configuration files may have changed. */
  forgetConfiguration(): void {
    this.#resolver.forget();
  }

  #linkContext({ overlay, isTrusting = false }: LinkWishes = {}): LinkContext {
    const { transform, compile = compileModule, debuggerMaps = null } = this.#options;
    return {
      maker: { transform, compile, scripts: this.scripts, debuggerMaps },
      resolver: this.#resolver,
      current: overlay ? new Map([...this.#current, ...overlay]) : this.#current,
      texts: this.#texts,
      prepared: this.#prepared,
      stamps: this.#stamps,
      isTrusting,
    };
  }

  #commit(entry: ModuleInstance): void {
    for (const [file, instance] of entry.generation) {
      this.#current.set(file, instance);
      this.#prepared.delete(file);
    }
    entry.generation.clear();
  }

  #failed(entry: string, files: GraphFiles, problems: readonly Problem[]): GraphLoadOutcome {
    const graph = this.#graphs.failed(entry, files);
    const [first, ...rest] = problems;
    if (!first) throw new Error("A failed load has a problem.");
    return { kind: "failed", problems: [first, ...rest], graph };
  }

  #importProblem(error: unknown): Problem {
    return thrownProblem("plugin/threw-on-import", error, this.scripts);
  }

  #bind(
    importer: ModuleInstance,
    specifier: string,
    fromNode: (specifier: string, importer: string) => unknown,
  ): Binding | Promise<Binding> {
    const file = importer.code.file;
    const resolution =
      importer.resolutions.get(specifier) ?? this.#resolver.resolve(specifier, file);
    if (resolution.kind === "source") {
      return { kind: "instance", instance: this.#lazyInstance(importer, resolution.file) };
    }
    if (resolution.kind === "supplied") {
      return { kind: "value", exports: this.#options.supplied.get(resolution.name) };
    }
    if (resolution.kind === "missing") {
      throw new ModuleNotFoundError(specifier, file, resolution.looked);
    }
    const exports = fromNode(resolution.specifier, file);
    if (!(exports instanceof Promise)) return { kind: "value", exports };
    return exports.then((value: unknown): Binding => ({ kind: "value", exports: value }));
  }

  /** The current instance of a file that running code asks for, linked now if there is none. */
  #lazyInstance(importer: ModuleInstance, file: string): ModuleInstance {
    const own = importer.generation.get(file);
    if (own && own.state !== "failed") return own;
    // Also what is known is looked at: nobody may have followed the file since.
    const linked = link(file, false, this.#linkContext({ overlay: importer.generation }));
    if (this.#graphs.grow(importer.code.file, linked.graph)) this.#options.onGrown?.();
    if (linked.kind === "failed") {
      const [problem] = linked.problems;
      if (!problem) throw new Error("A failed link has a problem.");
      throw new ModuleSyntaxError(problem);
    }
    this.#commit(linked.entry);
    return linked.entry;
  }

  #resolvePath(importer: ModuleInstance, specifier: string): string {
    const resolution = this.#resolver.resolve(specifier, importer.code.file);
    if (resolution.kind === "missing") {
      throw new ModuleNotFoundError(specifier, importer.code.file, resolution.looked);
    }
    if (resolution.kind === "source") return resolution.file;
    if (resolution.kind === "supplied") return specifier;
    return resolveInNode(resolution.specifier, importer.code.file);
  }
}
