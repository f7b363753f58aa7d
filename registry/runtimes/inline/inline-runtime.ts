import type { ReloadReport } from "../../../schemas/index.ts";
import type { KernelItem, PluginRegistry } from "../../kernel/index.ts";
import type { FollowedRuntime } from "../follow/index.ts";
import type { EntryLoader, GraphReport, ModuleGraph, ModulePlan } from "../loader/index.ts";

/** Runs the plugins of a manifest in this process. Nothing stands between them and the process: a plugin that hangs, hangs it. */
export class InlineRuntime implements FollowedRuntime {
  readonly #registry: PluginRegistry;
  readonly #loader: EntryLoader;
  readonly #graph: ModuleGraph;

  constructor(registry: PluginRegistry, loader: EntryLoader, graph: ModuleGraph) {
    this.#registry = registry;
    this.#loader = loader;
    this.#graph = graph;
  }

  get graphs(): GraphReport {
    return this.#loader.graphs();
  }

  async follow(plan: {
    readonly items: readonly KernelItem[];
    readonly modules: Readonly<Record<string, ModulePlan>>;
  }): Promise<void> {
    this.#graph.forgetConfiguration();
    this.#loader.use(plan.modules);
    await this.#registry.reconcile(plan.items);
  }

  /** Nothing is gained: it is this thread that reloads. */
  anticipate(): void {}

  async reload(
    plugins: readonly string[],
    texts: Readonly<Record<string, string | null>>,
    startedAt: number,
  ): Promise<ReloadReport[]> {
    this.#loader.begin(texts);
    const reports: ReloadReport[] = [];
    for (const plugin of plugins) {
      const report = await this.#registry.reload(plugin);
      const tookMs = performance.now() - startedAt;
      reports.push(report.kind === "reloaded" ? { ...report, tookMs } : report);
    }
    this.#loader.settle(texts);
    return reports;
  }

  /** The chain reads changed files by itself, whenever a secret is asked for. */
  async secretFilesChanged(): Promise<void> {}
}
