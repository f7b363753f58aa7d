import type { Problem } from "../../../schemas/index.ts";
import type { LoadOptions, LoadOutcome, ModuleLoader } from "../../kernel/types.ts";
import type { ModuleGraph } from "./module-graph.ts";

/** Where a module reference leads. */
export type ModulePlan =
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "failed"; readonly problem: Problem };

/** The files on which each module reference depends. */
export type GraphReport = Readonly<
  Record<
    string,
    {
      readonly files: readonly string[];
      readonly absent: readonly string[];
      /** What tells the texts that run, by file. */
      readonly digests: Readonly<Record<string, string>>;
    }
  >
>;

/** Loads what module references lead to out of the module graph. Where they lead is decided elsewhere. */
export class EntryLoader implements ModuleLoader {
  readonly #graph: ModuleGraph;
  #modules: Readonly<Record<string, ModulePlan>> = {};
  #isTrusting = false;

  constructor(graph: ModuleGraph) {
    this.#graph = graph;
  }

  /** From now on references lead there. Entry modules that no reference leads to any more are let go. */
  use(modules: Readonly<Record<string, ModulePlan>>): void {
    const before = filesOf(this.#modules);
    const after = filesOf(modules);
    this.#modules = modules;
    for (const file of before) if (!after.has(file)) this.#graph.forget(file);
  }

  /**
   * What is loaded until `settle` is to be made of these texts, newer than the disk may be; null: there is no such file any more. Other
   * files are read if they were written since they were loaded last; when there are no texts, nobody knows what changed.
   */
  begin(texts: Readonly<Record<string, string | null>>): void {
    const changed = new Set(Object.keys(texts));
    this.#isTrusting =
      changed.size > 0 && !Object.values(texts).includes(null) && this.#graph.isCurrentBut(changed);
    if (!this.#isTrusting) this.#graph.forgetConfiguration();
    for (const [file, text] of Object.entries(texts)) this.#graph.setText(file, text);
  }

  /** The texts have been loaded, or refused. */
  settle(texts: Readonly<Record<string, string | null>>): void {
    this.#isTrusting = false;
    for (const file of Object.keys(texts)) this.#graph.setText(file, null);
  }

  async load(reference: string, options: LoadOptions): Promise<LoadOutcome> {
    const plan = this.#modules[reference];
    if (!plan) throw new Error(`No module was planned for ${reference}.`);
    if (plan.kind === "failed") return plan;
    const outcome = await this.#graph.load(plan.file, {
      ...options,
      isTrusting: this.#isTrusting,
    });
    if (outcome.kind === "failed") return { kind: "failed", problem: outcome.problems[0] };
    return { kind: "loaded", exports: outcome.exports, file: plan.file };
  }

  /** The files behind each reference, or each of the given ones, as of its last load. */
  graphs(references?: ReadonlySet<string>): GraphReport {
    const wanted = Object.entries(this.#modules).filter(
      ([reference]) => references?.has(reference) ?? true,
    );
    return Object.fromEntries(
      wanted.map(([reference, plan]) => {
        const graph = plan.kind === "file" ? this.#graph.graphOf(plan.file) : null;
        const files =
          plan.kind === "file" ? [...new Set([plan.file, ...(graph?.files ?? [])])] : [];
        const digests = Object.fromEntries(
          files.flatMap((file) => {
            const digest = this.#graph.digestOf(file);
            return digest === null ? [] : [[file, digest] as const];
          }),
        );
        return [reference, { files, absent: [...(graph?.absent ?? [])], digests }];
      }),
    );
  }
}

/** The entry modules of a plan. */
export function filesOf(modules: Readonly<Record<string, ModulePlan>>): ReadonlySet<string> {
  return new Set(
    Object.values(modules).flatMap((plan) => (plan.kind === "file" ? [plan.file] : [])),
  );
}
