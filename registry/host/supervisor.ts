import type {
  ConfigSchemas,
  DebuggerAnswer,
  FactoryHealth,
  FireReport,
  FireRequest,
  HookDurations,
  HookSample,
  PluginRecord,
  PluginStatus,
  Problem,
  ReloadReport,
} from "../../schemas/index.ts";
import type {
  DirectoriesState,
  GraphReport,
  LoadPlan,
  RouteAnswer,
  RouteRequest,
  WorkerState,
} from "../runtimes/index.ts";
import { blame, blameSuspect, unexplainedProblem, type Culprit } from "./blame.ts";
import { KnownPlugins } from "./known-plugins.ts";
import { LeftOut } from "./left-out.ts";
import { reportLostFire } from "./lost-fire.ts";
import { PluginThreads, type ThreadSettings } from "./plugin-threads.ts";
import type { SupervisorOptions } from "./supervisor-options.ts";
import type { ThreadLoss } from "./thread-loss.ts";
import { UnexplainedLosses } from "./unexplained-losses.ts";

type Plan = Omit<LoadPlan, "quarantined" | "said">;

/**
 * Keeps the plugins running in a thread: when one takes the thread down, the others are loaded again in a new one, and the
 * culprit is left out until somebody reloads it. Its caller asks for one change at a time; hooks are fired at any time.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  #settings: ThreadSettings;
  readonly #known = new KnownPlugins();
  readonly #leftOut = new LeftOut();
  readonly #unexplained = new UnexplainedLosses();
  readonly #threads: PluginThreads;
  #plan: Plan = { items: [], modules: {} };

  constructor(options: SupervisorOptions, settings: ThreadSettings) {
    this.#options = options;
    this.#settings = settings;
    const { startThread, heapLimitMb, inspector, onSampled, onLogged, onTraced, onStuck } = options;
    this.#threads = new PluginThreads({
      startThread,
      heapLimitMb,
      inspector,
      settings: () => this.#settings,
      modules: () => this.#plan.modules,
      events: {
        changed: (state) => this.#take(state),
        sampled: (samples) => {
          this.#known.note(samples);
          onSampled(samples);
        },
        logged: onLogged,
        traced: onTraced,
      },
      onInterrupted: ({ plugin, problem }) => this.#log(plugin, problem.message),
      onLost: (loss) => this.#recover(loss),
      onStuck,
    });
  }

  /** In manifest order, counted from the first thread on. */
  statuses(): PluginStatus[] {
    return this.#known.statuses;
  }

  /** Different as soon as a plugin ran or something that records show changed. */
  get activity(): string {
    return `${this.#known.messages} ${this.#threads.current?.sequence ?? "none"}`;
  }

  /** What is registered, and what is wrong with the files of plugin directories. */
  get directories(): DirectoriesState | null {
    return this.#known.directories;
  }

  /** The files behind each module reference, as of its last load. */
  get graphs(): GraphReport {
    return this.#known.graphs;
  }

  /** These must not run, and why: an earlier process could not be rid of them in any other way. */
  leaveOut(quarantined: Readonly<Record<string, Problem>>): void {
    for (const [plugin, problem] of Object.entries(quarantined)) {
      this.#leftOut.add({ plugin, problem });
    }
  }

  /** Has the thread start while its caller finds out what to run in it. */
  start(): void {
    if (!this.#threads.current) this.#threads.reserve.start();
  }

  /** Gets ready to follow a plan, and runs no plugin. */
  async prepare(plan: Plan): Promise<void> {
    this.#plan = plan;
    await this.#threads.reserve.prepareNow();
  }

  /** Makes the plugins those of the plan, touching only what changed. */
  async follow(plan: Plan): Promise<void> {
    const names = new Set(
      plan.items.map((item) => (item.kind === "valid" ? item.entry.name : item.name)),
    );
    this.#known.keepOnly(names);
    this.#leftOut.keepOnly(names);
    this.#plan = plan;
    const thread = this.#threads.ensure();
    const quarantined = this.#leftOut.problems;
    const said = this.#known.said(Object.keys(quarantined));
    const answer = await thread.change((calls) => calls.reconcile({ ...plan, quarantined, said }));
    if (answer) this.#take(answer.state);
    else await this.#threads.reasonOfSilence(thread);
    this.#threads.reserve.prepare();
  }

  /** A file holds another text, from which a reload is asked for within a moment: the thread begins while that is prepared. */
  anticipate(file: string, text: string): void {
    this.#threads.current?.anticipate(file, text);
  }

  /** Reloads plugins from their newest code, in the given order. `texts` are what changed, as `FollowedRuntime` says. */
  async reload(
    plugins: readonly string[],
    texts: Readonly<Record<string, string | null>>,
    startedAt: number,
  ): Promise<ReloadReport[]> {
    if (plugins.length === 0) return [];
    const thread = this.#threads.ensure();
    const answer = await thread.change((calls) => calls.reload(plugins, texts));
    const tookMs = performance.now() - startedAt;
    if (answer) {
      this.#unexplained.forget();
      this.#leftOut.observe(this.#known.takeSome(answer.state));
      this.#options.onChanged();
      return answer.reports.map((report) => this.#known.reloaded(report, tookMs));
    }
    const culprit = await this.#threads.reasonOfSilence(thread);
    const sinceMs = performance.now() - startedAt;
    return plugins.map((plugin) => this.#known.reloadedElsewhere(plugin, culprit, sinceMs));
  }

  async fire(request: FireRequest): Promise<FireReport> {
    const startedAt = performance.now();
    const thread = this.#threads.current;
    const { told } = this.#known;
    const span = this.#options.spanOf(request);
    const report = await thread?.run((calls) => calls.fire(request, span));
    if (report) return report;

    const culprit = await this.#threads.reasonOfSilence(thread);
    const lost = reportLostFire(request, told, culprit, performance.now() - startedAt);
    // A thread that goes on tells of its fires itself.
    if (thread !== this.#threads.current) {
      this.#options.onSampled(this.#known.countLost(lost));
      this.#options.onFireLost(span, lost);
    }
    return lost;
  }

  async route(request: RouteRequest): Promise<RouteAnswer> {
    const thread = this.#threads.current;
    const answer = await thread?.run((calls) => calls.route(request));
    if (answer) return answer;
    const culprit = await this.#threads.reasonOfSilence(thread);
    if (!culprit) return { kind: "unavailable", plugin: "" };
    return { kind: "timed-out", plugin: culprit.plugin, afterMs: this.#settings.callDeadlineMs };
  }

  async checkConfig(
    plugin: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<readonly Problem[]> {
    return (await this.#threads.current?.ask((calls) => calls.checkConfig(plugin, config))) ?? [];
  }

  /** What the classes say about their `config`; null while no thread answers. */
  configSchemas(): Promise<ConfigSchemas | null> {
    return this.#threads.askQuickly((calls) => calls.configSchemas());
  }

  /** Answers also while a plugin holds the thread: then with what the thread told last. */
  async records(): Promise<PluginRecord[]> {
    return this.#known.records(await this.#threads.askQuickly((calls) => calls.records()));
  }

  /** As `records`. */
  async history(plugin: string, hook: string): Promise<HookSample[]> {
    const told = await this.#threads.askQuickly((calls) => calls.history(plugin, hook));
    return this.#known.history(plugin, hook, told);
  }

  /** As `records`. */
  async durations(): Promise<HookDurations[]> {
    return this.#known.durations(await this.#threads.askQuickly((calls) => calls.durations()));
  }

  /** As `secretsChanged`, if the store held something else before. */
  async useSecrets(stored: Readonly<Record<string, string>>): Promise<void> {
    const before = JSON.stringify(this.#settings.storedSecrets);
    if (JSON.stringify(stored) !== before) await this.secretsChanged(stored);
  }

  /** The editor's store now holds `stored`. */
  async secretsChanged(stored: Readonly<Record<string, string>>): Promise<void> {
    this.#settings = { ...this.#settings, storedSecrets: { ...stored } };
    await this.secretFilesChanged();
  }

  /** `.env` or the secrets file changed. */
  async secretFilesChanged(): Promise<void> {
    const { storedSecrets } = this.#settings;
    // Messages are taken in order: it has heard of them before it is asked to run anything.
    void this.#threads.reserve.tell((calls) => calls.secretsChanged(storedSecrets));
    const state = await this.#threads.current?.change((calls) =>
      calls.secretsChanged(storedSecrets),
    );
    if (state) this.#take(state);
  }

  /** Whether a debugger may be attached to the thread that runs: then no deadline holds. */
  get isDebugged(): boolean {
    return this.#threads.current?.isDebugged ?? false;
  }

  /** Lets a debugger attach to the thread that runs. Ends with that thread, or with `closeDebugger`. */
  async openDebugger(): Promise<DebuggerAnswer> {
    const answer = await this.#threads.current?.openDebugger();
    this.#options.onChanged();
    return answer ?? { kind: "refused", message: "The plugins' thread is gone." };
  }

  /** How every factory's instance is; empty when no thread answers. */
  async checkFactories(): Promise<FactoryHealth[]> {
    return (await this.#threads.current?.ask((calls) => calls.checkFactories())) ?? [];
  }

  async closeDebugger(): Promise<void> {
    await this.#threads.current?.closeDebugger();
    this.#options.onChanged();
  }

  /** Disables everything, last enabled first; what does not finish by the deadline is cut off. */
  close(deadlineMs: number): Promise<void> {
    return this.#threads.close(deadlineMs);
  }

  async #recover(loss: ThreadLoss): Promise<Culprit | null> {
    this.#known.threadLost();
    const culprit = blame(loss, this.#settings.callDeadlineMs) ?? this.#suspect(loss);
    const { message } = culprit?.problem ?? unexplainedProblem(1, loss);
    this.#log(culprit?.plugin ?? null, message);
    if (culprit) this.#leftOut.add(culprit);
    await this.follow(this.#plan);
    this.#options.onChanged();
    return culprit;
  }

  /** Nobody's code was seen to run: after several such losses somebody has to be left out all the same. */
  #suspect(loss: ThreadLoss): Culprit | null {
    const suspect = loss.kind === "ended" ? loss.suspect : null;
    const verdict = this.#unexplained.add(suspect, performance.now());
    if (verdict.kind === "blame") return blameSuspect(verdict.plugin, verdict.times);
    if (verdict.kind === "endure") return null;
    const problem = unexplainedProblem(verdict.times);
    for (const item of this.#plan.items) {
      if (item.kind === "valid") this.#leftOut.add({ plugin: item.entry.name, problem });
    }
    return null;
  }

  #log(plugin: string | null, message: string): void {
    const at = new Date().toISOString();
    this.#options.onLogged([{ plugin, level: "error", message, at }]);
  }

  #take(state: WorkerState): void {
    this.#known.take(state);
    this.#leftOut.observe(state);
    this.#options.onChanged();
  }
}
