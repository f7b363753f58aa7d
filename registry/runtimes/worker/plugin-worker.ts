import path from "node:path";
import type {
  ConfigSchemas,
  DebuggerAnswer,
  FactoryHealth,
  FireReport,
  FireRequest,
  HookDurations,
  HookSample,
  PluginRecord,
  Problem,
  ReloadReport,
  StuckPlugin,
} from "../../../schemas/index.ts";
import { LONGEST_WAIT_MS, ownTimers } from "../../base/own-timers.ts";
import type { LeftOutPlugin, ReconcileReport } from "../../kernel/index.ts";
import type { SpanIds, TraceOrigin } from "../../otel/index.ts";
import { filesOf } from "../loader/index.ts";
import { answerRoute } from "./answer-route.ts";
import { carryReport } from "./carry-report.ts";
import type { LoadPlan, RouteAnswer, RouteRequest, WorkerCalls, WorkerState } from "./protocol.ts";
import { rehearse } from "./rehearse.ts";
import type { ThreadOptions, ThreadParts } from "./thread-parts.ts";

/** Answers for all TypeScript and JavaScript plugins of one manifest, in the one thread that runs plugin code. */
export class PluginWorker implements WorkerCalls {
  readonly #parts: ThreadParts;
  readonly #options: ThreadOptions;
  #loaded = false;
  #rehearsed = false;

  constructor(parts: ThreadParts, options: ThreadOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  async prepare(modules: LoadPlan["modules"]): Promise<void> {
    if (!this.#rehearsed) await rehearse(path.dirname(__filename), this.#options);
    this.#rehearsed = true;
    for (const file of filesOf(modules)) {
      // Lets the host see that this thread is responsive.
      await new Promise((resolve) => ownTimers.setImmediate(resolve));
      if (!this.#loaded) this.#parts.graph.prepare(file);
    }
  }

  async reconcile(plan: LoadPlan): Promise<{ report: ReconcileReport; state: WorkerState }> {
    this.#parts.graph.forgetConfiguration();
    this.#parts.loader.use(plan.modules);
    this.#parts.state.follow(plan.items);
    this.#parts.marker.forgetNames();
    const quarantined = new Map(Object.entries(plan.quarantined));
    // Not waited for: the manifest's plugins do not depend on it. It does not reject.
    if (!this.#loaded) void this.#parts.directories.open(quarantined);
    const report = this.#loaded
      ? await this.#parts.registry.reconcile(plan.items)
      : await this.#parts.registry.load(plan.items, leftOutBy(plan));
    this.#loaded = true;
    this.#parts.marker.forgetNames();
    return { report, state: this.#parts.state.whole() };
  }

  async anticipate(file: string, text: string): Promise<void> {
    this.#parts.graph.anticipate(file, text);
  }

  async reload(
    plugins: readonly string[],
    texts: Readonly<Record<string, string | null>>,
  ): Promise<{ reports: ReloadReport[]; state: WorkerState }> {
    this.#parts.loader.begin(texts);
    const reports: ReloadReport[] = [];
    for (const plugin of plugins) reports.push(await this.#parts.registry.reload(plugin));
    this.#parts.loader.settle(texts);
    return { reports, state: this.#parts.state.of(plugins) };
  }

  async state(): Promise<WorkerState> {
    return this.#parts.state.whole();
  }
  async records(): Promise<PluginRecord[]> {
    return this.#parts.registry.records();
  }
  async history(plugin: string, hook: string): Promise<HookSample[]> {
    return this.#parts.registry.history(plugin, hook);
  }

  async configSchemas(): Promise<ConfigSchemas> {
    return this.#parts.registry.configSchemas();
  }

  async durations(): Promise<HookDurations[]> {
    return this.#parts.registry.durations();
  }

  async fire(
    { hook, payload, source, trace }: FireRequest,
    span: SpanIds | null,
  ): Promise<FireReport> {
    const options = { source, checkPayload: true, apart: true };
    const report = await this.#within(trace, span, () =>
      this.#parts.registry.fireAndWait(hook, payload, options),
    );
    // A command that fires a hook stops listening for logs when it has its answer.
    this.#parts.output.flush();
    return carryReport(report, (text) => this.#parts.registry.withoutSecrets(text));
  }

  route(request: RouteRequest): Promise<RouteAnswer> {
    const { traceparent, tracestate } = Object.fromEntries(request.headers);
    const origin = traceparent === undefined ? undefined : { traceparent, tracestate };
    return this.#within(origin, null, () =>
      answerRoute(this.#parts.registry, this.#routeDeadlineMs, request),
    );
  }

  checkConfig(
    plugin: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<readonly Problem[]> {
    return this.#parts.registry.checkConfig(plugin, config);
  }

  async secretsChanged(stored: Readonly<Record<string, string>>): Promise<WorkerState> {
    this.#parts.stored.clear();
    for (const [name, value] of Object.entries(stored)) this.#parts.stored.set(name, value);
    return this.#parts.state.whole();
  }

  async interrupted({ plugin, problem }: StuckPlugin): Promise<void> {
    this.#parts.marker.reset();
    this.#parts.graph.forgetUnfinished();
    this.#parts.registry.interrupted(plugin, problem);
    this.#parts.directories.stop(plugin, problem);
    this.#parts.feed.changedNow();
  }

  async openDebugger(): Promise<DebuggerAnswer> {
    return this.#parts.debugger.open();
  }
  async closeDebugger(): Promise<void> {
    this.#parts.debugger.close();
  }

  checkFactories(): Promise<FactoryHealth[]> {
    return this.#parts.registry.checkFactories();
  }

  async underWay(): Promise<number> {
    return this.#parts.registry.underWay;
  }

  async shutdown(withinMs: number): Promise<void> {
    // Nothing is to be halted on the way out.
    this.#parts.debugger.close();
    await this.#parts.directories.close();
    await this.#parts.registry.close(withinMs);
    this.#parts.tracing?.flush();
    this.#parts.output.flush();
  }

  get #routeDeadlineMs(): number {
    return this.#parts.debugger.isOpen ? LONGEST_WAIT_MS : this.#options.start.callDeadlineMs;
  }

  /** Runs code as a part of the trace that a request belongs to. */
  #within<Result>(
    origin: TraceOrigin | undefined,
    chosen: SpanIds | null,
    code: () => Result,
  ): Result {
    const { tracing } = this.#parts;
    return tracing === null ? code() : tracing.within(origin, chosen, code);
  }
}

function leftOutBy({ quarantined, said }: LoadPlan): ReadonlyMap<string, LeftOutPlugin> {
  const all = Object.entries(quarantined);
  return new Map(all.map(([name, problem]) => [name, { problem, said: said[name] ?? null }]));
}
