import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Problem } from "../../../schemas/index.ts";
import type {
  ContributionOutcome,
  PluginRegistry,
  PluginSpec,
  StagedSpec,
} from "../../kernel/index.ts";
import { readTextOf } from "../follow/index.ts";
import type { GraphLoadOutcome, ModuleGraph } from "../loader/index.ts";

/** Long enough to read and compile the largest of dependencies from a cold disk. */
const IMPORT_DEADLINE_MS = 30_000;

/** Where the code of plugin files runs. */
export interface PluginFileRuntime {
  readonly registry: PluginRegistry;
  readonly graph: ModuleGraph;
  /** Runs a file's top-level code, and its registration, each up to its first `await`. */
  readonly guard: <Result>(file: string, code: () => Result) => Result;
}

/** One file of a plugin directory: what it registered, and what of the disk that was made of. */
export class PluginFile {
  readonly path: string;
  readonly #runtime: PluginFileRuntime;
  #specs: readonly StagedSpec[] = [];
  #texts: ReadonlyMap<string, string | null> = new Map();
  #absent: ReadonlySet<string> = new Set();
  /** The spec that has the name that the file wanted. */
  #taken: Pick<PluginSpec, "kind" | "name"> | null = null;
  #stop: (problem: Problem) => void = () => undefined;

  constructor(path: string, runtime: PluginFileRuntime) {
    this.path = path;
    this.#runtime = runtime;
  }

  /** The registrations in force: those of the last load that went well. */
  get specs(): readonly StagedSpec[] {
    return this.#specs;
  }

  /** Every file that it depends on, also those that it looked for in vain. */
  get dependencies(): readonly string[] {
    return [this.path, ...this.#texts.keys(), ...this.#absent];
  }

  /** Whether it was refused for a name that is free now. */
  get mayHaveItsName(): boolean {
    const taken = this.#taken;
    return taken !== null && !this.#runtime.registry.has(taken.kind, taken.name);
  }

  /** Whether loading it again may come to something else. */
  hasChanged(): boolean {
    if (this.mayHaveItsName) return true;
    if (this.#texts.size === 0 || Array.from(this.#absent).some((file) => existsSync(file)))
      return true;
    return Array.from(this.#texts).some(([file, text]) => readTextOf(file) !== text);
  }

  /** Leaves the code that is there now alone: only a change is loaded. */
  skip(): void {
    this.#taken = null;
    this.#texts = this.#readTexts();
  }

  /** Evaluates the newest code, and lets it register in place of the older. Never rejects. */
  load(): Promise<ContributionOutcome> {
    const stopped = new Promise<ContributionOutcome>((resolve) => {
      this.#stop = (problem) => {
        this.skip();
        resolve({ kind: "failed", problem, taken: null });
      };
    });
    return Promise.race([this.#loadNow(), stopped]);
  }

  /** The code that is being loaded was stopped from outside: it never comes to an end. */
  stop(problem: Problem): void {
    this.#stop(problem);
  }

  /** Takes back what it registered. */
  unregister(): void {
    const { registry, graph } = this.#runtime;
    registry.removeAll(this.#specs);
    this.#specs = [];
    graph.forget(this.path);
  }

  async #loadNow(): Promise<ContributionOutcome> {
    const { registry, graph, guard } = this.#runtime;
    const before = this.#readTexts();
    this.#taken = null;
    graph.forgetConfiguration();
    // Code that is stopped from outside takes what is below it on the stack with it: that is to be nothing but this.
    await Promise.resolve();
    const loaded = await this.#evaluate();
    this.#note(before, loaded);
    if (loaded.kind === "failed") {
      return { kind: "failed", problem: loaded.problems[0], taken: null };
    }
    const outcome = await guard(this.path, () =>
      registry.contribute(loaded.exports, this.path, this.#specs),
    );
    if (outcome.kind === "failed") {
      this.#taken = outcome.taken;
      return { ...outcome, problem: this.#locate(outcome.problem) };
    }
    this.#specs = outcome.specs;
    return outcome;
  }

  async #evaluate(): Promise<GraphLoadOutcome> {
    const { graph, guard } = this.#runtime;
    const late = new AbortController();
    const timeOut = delay(IMPORT_DEADLINE_MS, null, { signal: late.signal, ref: false });
    try {
      const loading = graph.load(this.path, {
        fresh: true,
        evaluate: (code) => guard(this.path, code),
      });
      return (await Promise.race([loading, timeOut])) ?? this.#timedOut();
    } finally {
      late.abort();
      timeOut.catch(() => undefined); // It was in time.
    }
  }

  #timedOut(): GraphLoadOutcome {
    const problem: Problem = {
      code: "plugin/timed-out",
      message: `Loading ${this.path} took over ${IMPORT_DEADLINE_MS} ms`,
      at: new Date().toISOString(),
      location: { file: this.path, line: 0, character: 0 },
      stack: null,
    };
    return { kind: "failed", problems: [problem], graph: { files: new Set(), absent: new Set() } };
  }

  /** A registry that does not know the graph's scripts leaves stacks as they are. */
  #locate(problem: Problem): Problem {
    const start = { file: this.path, line: 0, character: 0 };
    if (problem.location !== null) return problem;
    if (problem.stack === null) return { ...problem, location: start };
    const { stack, location } = this.#runtime.graph.scripts.readStack(problem.stack);
    return { ...problem, stack, location: location ?? start };
  }

  /** What is there before the code is read: what changes while it is being read has changed since. */
  #readTexts(): ReadonlyMap<string, string | null> {
    const files = new Set([this.path, ...this.#texts.keys()]);
    return new Map(Array.from(files, (file) => [file, readTextOf(file)]));
  }

  #note(before: ReadonlyMap<string, string | null>, { kind, graph }: GraphLoadOutcome): void {
    const textOf = (file: string): string | null => {
      const running = kind === "loaded" ? this.#runtime.graph.textOf(file) : null;
      return running ?? (before.has(file) ? (before.get(file) ?? null) : readTextOf(file));
    };
    const files = new Set([this.path, ...graph.files]);
    this.#texts = new Map(Array.from(files, (file) => [file, textOf(file)]));
    this.#absent = graph.absent;
  }
}
