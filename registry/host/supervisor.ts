import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type {
  FireReport,
  FireRequest,
  HookSample,
  LiveSample,
  LogLine,
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
  WorkerCalls,
  WorkerStart,
  WorkerState,
} from "../runtimes/index.ts";
import { blame, unexplainedProblem, type Culprit } from "./blame.ts";
import { PastThreads } from "./past-threads.ts";
import { reportLostFire } from "./lost-fire.ts";
import { PluginThread } from "./plugin-thread.ts";
import { StandbyThread } from "./standby-thread.ts";
import type { ThreadInspector } from "./thread-inspector.ts";
import type { ThreadLoss } from "./thread-loss.ts";

/** Losses in a row that nobody can be blamed for; then the plugins stay down until somebody acts. */
const UNEXPLAINED_LOSSES = 3;

/** A thread that does not answer by then runs a plugin that takes its time. Who only reads does not wait for it. */
const BUSY_MS = 250;

export type ThreadSettings = Omit<WorkerStart, "markerMemory">;

export interface SupervisorOptions {
  /** Absolute path of `worker.js`. */
  readonly workerFile: string;
  /** Upper bound of the thread's heap, in MB. */
  readonly heapLimitMb: number;
  readonly inspector: ThreadInspector;
  /** What snapshots show may be different. */
  readonly onChanged: () => void;
  readonly onSampled: (samples: LiveSample[]) => void;
  readonly onLogged: (lines: LogLine[]) => void;
  /** The thread could not be ended: the process has to be replaced. */
  readonly onStuck: (culprit: Culprit | null) => void;
}

/**
 * Keeps the plugins running in a thread: when one takes the thread down, the others are loaded again in a new one, and the
 * culprit is left out until somebody reloads it. Its caller asks for one change at a time; hooks are fired at any time.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  #settings: ThreadSettings;
  readonly #past = new PastThreads();
  readonly #quarantined: Map<string, Problem>;
  /** Files of plugin directories that must not run as they are. */
  readonly #blocked = new Map<string, Problem>();
  readonly #recoveries = new WeakMap<PluginThread, Promise<Culprit | null>>();
  readonly #standby = new StandbyThread(() => this.#create());
  #thread: PluginThread | null = null;
  /** Stopped last in the thread that runs, which went on. */
  #interrupted: Culprit | null = null;
  #plan: LoadPlan = { items: [], modules: {}, quarantined: {} };
  #state: WorkerState = { plugins: [], graphs: {} };
  #unexplained = 0;
  /** Messages of threads that may have changed what records show. */
  #told = 0;
  #closing = false;

  /** `quarantined` must not run, and why: what an earlier process could not be rid of in any other way. */
  constructor(
    options: SupervisorOptions,
    settings: ThreadSettings,
    quarantined: Readonly<Record<string, Problem>>,
  ) {
    this.#options = options;
    this.#settings = settings;
    this.#quarantined = new Map(Object.entries(quarantined));
  }

  /** In manifest order, counted from the first thread on. */
  statuses(): PluginStatus[] {
    return this.#state.plugins.map((status) => this.#past.status(status));
  }

  /** Different as soon as a plugin ran or something that records show changed. */
  get activity(): string {
    return `${this.#told} ${this.#thread?.sequence ?? "none"}`;
  }

  /** What is registered, and what is wrong with the files of plugin directories. */
  get directories(): DirectoriesState | null {
    return this.#state.directories ?? null;
  }

  /** The files behind each module reference, as of its last load. */
  get graphs(): GraphReport {
    return this.#state.graphs;
  }

  /** Makes the plugins those of the plan, touching only what changed. */
  async follow(plan: Omit<LoadPlan, "quarantined">): Promise<void> {
    const names = new Set(
      plan.items.map((item) => (item.kind === "valid" ? item.entry.name : item.name)),
    );
    this.#past.keepOnly(names);
    for (const name of this.#quarantined.keys()) {
      if (!names.has(name)) this.#quarantined.delete(name);
    }
    this.#plan = {
      ...plan,
      quarantined: Object.fromEntries([...this.#quarantined, ...this.#blocked]),
    };
    const thread = this.#thread ?? this.#start();
    const answer = await thread.change((calls) => calls.reconcile(this.#plan));
    if (answer) this.#take(answer.state);
    else await this.#recoveries.get(thread);
    this.#standby.prepare();
  }

  /** Reloads plugins from their newest code, in the given order. `texts` are newer than the disk. */
  async reload(
    plugins: readonly string[],
    texts: Readonly<Record<string, string>>,
    startedAt: number,
  ): Promise<ReloadReport[]> {
    if (plugins.length === 0) return [];
    const thread = this.#thread ?? this.#start();
    const answer = await thread.change((calls) => calls.reload(plugins, texts));
    const tookMs = performance.now() - startedAt;
    if (answer) {
      this.#unexplained = 0;
      this.#takeSome(answer.state);
      return answer.reports.map((report) => this.#countedFromStart(report, tookMs));
    }
    const culprit = await this.#recoveries.get(thread);
    return plugins.map((plugin) => this.#reportAfterLoss(plugin, culprit ?? null, startedAt));
  }

  async fire(request: FireRequest): Promise<FireReport> {
    const startedAt = performance.now();
    const thread = this.#thread;
    const { plugins } = this.#state;
    const report = await thread?.ask((calls) => calls.fire(request));
    if (report) return report;

    const culprit = await this.#reasonOfSilence(thread);
    return reportLostFire(request, plugins, culprit, performance.now() - startedAt);
  }

  async route(request: RouteRequest): Promise<RouteAnswer> {
    const thread = this.#thread;
    const answer = await thread?.ask((calls) => calls.route(request));
    if (answer) return answer;
    const culprit = await this.#reasonOfSilence(thread);
    if (!culprit) return { kind: "unavailable", plugin: "" };
    return { kind: "timed-out", plugin: culprit.plugin, afterMs: this.#settings.callDeadlineMs };
  }

  async checkConfig(
    plugin: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<readonly Problem[]> {
    return (await this.#thread?.ask((calls) => calls.checkConfig(plugin, config))) ?? [];
  }

  /** Answers also while a plugin holds the thread: then with what the thread told last. */
  async records(): Promise<PluginRecord[]> {
    const records = await this.#askQuickly((calls) => calls.records());
    if (records) return records.map((record) => this.#past.record(record));
    return this.statuses().map((status) => this.#past.lastRecord(status));
  }

  /** As `records`. */
  async history(plugin: string, hook: string): Promise<HookSample[]> {
    const current = await this.#askQuickly((calls) => calls.history(plugin, hook));
    return this.#past.history(plugin, hook, current ?? this.#past.told(plugin, hook));
  }

  /** The editor's store now holds `stored`. */
  async secretsChanged(stored: Readonly<Record<string, string>>): Promise<void> {
    this.#settings = { ...this.#settings, storedSecrets: { ...stored } };
    await this.#standby.renew();
    return this.secretFilesChanged();
  }

  /** `.env` or the secrets file changed. */
  async secretFilesChanged(): Promise<void> {
    const { storedSecrets } = this.#settings;
    const state = await this.#thread?.change((calls) => calls.secretsChanged(storedSecrets));
    if (state) this.#take(state);
  }

  /** Disables everything, last enabled first; what does not finish by the deadline is cut off. */
  async close(deadlineMs: number): Promise<void> {
    this.#closing = true;
    await this.#standby.close();
    const thread = this.#thread;
    if (!thread) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), deadlineMs);
    });
    await Promise.race([thread.change((calls) => calls.shutdown()), late]);
    clearTimeout(timer);
    await thread.close();
  }

  /** Null when the thread is busy, or gone. */
  async #askQuickly<Result>(
    question: (calls: WorkerCalls) => Promise<Result>,
  ): Promise<Result | null> {
    const late = new AbortController();
    const busy = delay(BUSY_MS, null, { signal: late.signal }).catch(() => null);
    try {
      return await Promise.race([this.#thread?.ask(question) ?? null, busy]);
    } finally {
      late.abort();
    }
  }

  /** Why a thread did not answer, once the others serve again; null when nobody can be blamed. */
  async #reasonOfSilence(thread: PluginThread | null): Promise<Culprit | null> {
    if (thread === null) return null;
    if (thread === this.#thread) return this.#interrupted;
    return (await this.#recoveries.get(thread)) ?? null;
  }

  #start(): PluginThread {
    const thread = this.#standby.take() ?? this.#create();
    this.#thread = thread;
    this.#recoveries.set(
      thread,
      thread.lost.then((loss) => this.#recover(thread, loss)),
    );
    return thread;
  }

  #create(): PluginThread {
    const { workerFile, heapLimitMb, inspector, onSampled, onLogged } = this.#options;
    const options = {
      ...this.#settings,
      file: workerFile,
      heapLimitMb,
      events: {
        changed: (state: WorkerState) => {
          if (this.#thread === thread) this.#take(state);
        },
        sampled: (samples: LiveSample[]) => {
          this.#told += 1;
          this.#past.note(samples);
          onSampled(samples);
        },
        logged: onLogged,
      },
      onInterrupted: (culprit: Culprit) => {
        this.#interrupted = culprit;
        this.#log(culprit.plugin, culprit.problem.message);
      },
    };
    const thread: PluginThread = new PluginThread(options, inspector);
    return thread;
  }

  async #recover(thread: PluginThread, loss: ThreadLoss): Promise<Culprit | null> {
    if (this.#closing || this.#thread !== thread) return null;
    this.#thread = null;
    this.#interrupted = null;
    this.#past.absorb(this.statuses());
    const culprit = blame(loss, this.#settings.callDeadlineMs);
    const { message } = culprit?.problem ?? unexplainedProblem(1, loss);
    this.#log(culprit?.plugin ?? null, message);
    if (loss.kind === "hung" && loss.isStuck) this.#options.onStuck(culprit);
    if (culprit) this.#leaveOut(culprit);
    else if (++this.#unexplained >= UNEXPLAINED_LOSSES) this.#quarantineAll();
    await this.follow(this.#plan);
    this.#options.onChanged();
    return culprit;
  }

  /** A file of a plugin directory has no name but its path. */
  #leaveOut({ plugin, problem }: Culprit): void {
    const left = path.isAbsolute(plugin) ? this.#blocked : this.#quarantined;
    left.set(plugin, problem);
  }

  #quarantineAll(): void {
    this.#unexplained = 0;
    const problem = unexplainedProblem(UNEXPLAINED_LOSSES);
    for (const item of this.#plan.items) {
      if (item.kind === "valid") this.#quarantined.set(item.entry.name, problem);
    }
  }

  #log(plugin: string | null, message: string): void {
    const at = new Date().toISOString();
    this.#options.onLogged([{ plugin, level: "error", message, at }]);
  }

  /** Takes over what is said of some plugins. */
  #takeSome({ plugins, graphs }: WorkerState): void {
    const newer = new Map(plugins.map((status) => [status.position, status]));
    this.#take({
      ...this.#state,
      plugins: this.#state.plugins.map((status) => newer.get(status.position) ?? status),
      graphs: { ...this.#state.graphs, ...graphs },
    });
  }

  #take(state: WorkerState): void {
    this.#told += 1;
    this.#state = state;
    this.#quarantined.clear();
    for (const { summary, state: kind, problems } of state.plugins) {
      const [problem] = problems;
      if (kind === "quarantined" && problem) this.#quarantined.set(summary.name, problem);
    }
    this.#unblock(state);
    this.#options.onChanged();
  }

  /** A file that was blocked and changed is loaded again: what became of that counts. */
  #unblock({ directories }: WorkerState): void {
    if (directories === undefined) return;
    const moments = new Set(directories.problems.map(({ at }) => at));
    for (const [file, { at }] of this.#blocked) if (!moments.has(at)) this.#blocked.delete(file);
  }

  #countedFromStart(report: ReloadReport, tookMs: number): ReloadReport {
    if (report.kind === "not-found") return report;
    const generation = this.#past.generationOf(report.plugin, report.generation);
    return report.kind === "reloaded"
      ? { ...report, generation, tookMs }
      : { ...report, generation };
  }

  /** The thread was lost during the reload: all but the culprit have been loaded from the newest code. */
  #reportAfterLoss(plugin: string, culprit: Culprit | null, startedAt: number): ReloadReport {
    const status = this.statuses().find(({ summary }) => summary.name === plugin);
    if (!status) return { kind: "not-found", plugin };
    const problem = culprit?.plugin === plugin ? culprit.problem : status.problems[0];
    if (problem) return { kind: "rolled-back", plugin, generation: 0, problem };
    const generation = Math.max(1, status.generation);
    const at = new Date().toISOString();
    return { kind: "reloaded", plugin, generation, tookMs: performance.now() - startedAt, at };
  }
}
