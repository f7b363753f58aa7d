import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Problem } from "../../../schemas/index.ts";
import type { ContributionOutcome, PluginRegistry, StagedSpec } from "../../kernel/index.ts";
import { readTextOf } from "../follow/index.ts";
import type { GraphLoadOutcome, ModuleGraph } from "../loader/index.ts";
import { withoutExit } from "./without-exit.ts";

/** Long enough to read and compile the largest of dependencies from a cold disk. */
const IMPORT_DEADLINE_MS = 30_000;

/** One file of a plugin directory: what it registered, and what of the disk that was made of. */
export class PluginFile {
  readonly path: string;
  readonly #graph: ModuleGraph;
  #specs: readonly StagedSpec[] = [];
  #texts = new Map<string, string | null>();
  #absent: ReadonlySet<string> = new Set();

  constructor(path: string, graph: ModuleGraph) {
    this.path = path;
    this.#graph = graph;
  }

  /** The registrations in force: those of the last load that went well. */
  get specs(): readonly StagedSpec[] {
    return this.#specs;
  }

  /** Every file that it depends on, also those that it looked for in vain. */
  get dependencies(): readonly string[] {
    return [...this.#texts.keys(), ...this.#absent];
  }

  /** Whether loading it again may come to something else. */
  hasChanged(): boolean {
    if (this.#texts.size === 0 || Array.from(this.#absent).some((file) => existsSync(file)))
      return true;
    return Array.from(this.#texts).some(([file, text]) => readTextOf(file) !== text);
  }

  /** Evaluates the newest code, and lets it register in place of the older. Never rejects. */
  async load(registry: PluginRegistry): Promise<ContributionOutcome> {
    const before = this.#readTexts();
    this.#graph.forgetConfiguration();
    const loaded = await this.#evaluate();
    this.#note(before, loaded);
    if (loaded.kind === "failed") return { kind: "failed", problem: loaded.problems[0] };
    const outcome = await withoutExit(() =>
      registry.contribute(loaded.exports, this.path, this.#specs),
    );
    if (outcome.kind === "failed")
      return { kind: "failed", problem: this.#locate(outcome.problem) };
    this.#specs = outcome.specs;
    return outcome;
  }

  /** Takes back what it registered. */
  unregister(registry: PluginRegistry): void {
    registry.removeAll(this.#specs);
    this.#specs = [];
    this.#graph.forget(this.path);
  }

  async #evaluate(): Promise<GraphLoadOutcome> {
    const late = new AbortController();
    const timeOut = delay(IMPORT_DEADLINE_MS, null, { signal: late.signal, ref: false });
    try {
      const loading = this.#graph.load(this.path, { fresh: true, evaluate: withoutExit });
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
    const { stack, location } = this.#graph.scripts.readStack(problem.stack);
    return { ...problem, stack, location: location ?? start };
  }

  /** What is there before the code is read: what changes while it is being read has changed since. */
  #readTexts(): ReadonlyMap<string, string | null> {
    const files = new Set([this.path, ...this.#texts.keys()]);
    return new Map(Array.from(files, (file) => [file, readTextOf(file)]));
  }

  #note(before: ReadonlyMap<string, string | null>, { kind, graph }: GraphLoadOutcome): void {
    const textOf = (file: string): string | null => {
      const running = kind === "loaded" ? this.#graph.textOf(file) : null;
      return running ?? (before.has(file) ? (before.get(file) ?? null) : readTextOf(file));
    };
    const files = new Set([this.path, ...graph.files]);
    this.#texts = new Map(Array.from(files, (file) => [file, textOf(file)]));
    this.#absent = graph.absent;
  }
}
