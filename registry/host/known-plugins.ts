import type {
  FireReport,
  HookDurations,
  HookSample,
  LiveSample,
  PluginRecord,
  PluginStatus,
  ReloadReport,
} from "../../schemas/index.ts";
import type { SaidOfItself } from "../kernel/index.ts";
import type { DirectoriesState, GraphReport, WorkerState } from "../runtimes/index.ts";
import type { Culprit } from "./blame.ts";
import { PastDurations } from "./past-durations.ts";
import { PastThreads } from "./past-threads.ts";

/** What the plugins' threads have told, one after the other, counted from the first thread on. */
export class KnownPlugins {
  readonly #past = new PastThreads();
  readonly #pastDurations = new PastDurations();
  #state: WorkerState = { plugins: [], graphs: {} };
  #told = 0;

  /** In manifest order. */
  get statuses(): PluginStatus[] {
    return this.#state.plugins.map((status) => this.#past.status(status));
  }

  /** As the thread that runs told them: counted from its start. */
  get told(): readonly PluginStatus[] {
    return this.#state.plugins;
  }

  /** What these plugins said of themselves, those of them that ran. */
  said(plugins: readonly string[]): Record<string, SaidOfItself> {
    const known = this.told.filter(({ summary }) => plugins.includes(summary.name));
    return Object.fromEntries(
      known.map(({ summary: { name, description, hooks, secrets } }) => {
        return [name, { description, hooks, requiredSecrets: secrets.required }];
      }),
    );
  }

  /** The files behind each module reference, as of its last load. */
  get graphs(): GraphReport {
    return this.#state.graphs;
  }

  get directories(): DirectoriesState | null {
    return this.#state.directories ?? null;
  }

  /** Messages so far that may have changed what records show. */
  get messages(): number {
    return this.#told;
  }

  take(state: WorkerState): void {
    this.#told += 1;
    this.#state = state;
  }

  /** Takes over what is said of some plugins. Answers with the whole. */
  takeSome({ plugins, graphs }: WorkerState): WorkerState {
    const newer = new Map(plugins.map((status) => [status.position, status]));
    this.take({
      ...this.#state,
      plugins: this.#state.plugins.map((status) => newer.get(status.position) ?? status),
      graphs: { ...this.#state.graphs, ...graphs },
    });
    return this.#state;
  }

  /** Calls that the thread told of. */
  note(samples: readonly LiveSample[]): void {
    this.#told += 1;
    this.#past.note(samples);
  }

  /** The manifest names these and no others: the past of the rest is over. */
  keepOnly(plugins: ReadonlySet<string>): void {
    this.#past.keepOnly(plugins);
    this.#pastDurations.keepOnly(plugins);
  }

  /** The thread is gone: what it told last is past. */
  threadLost(): void {
    this.#past.absorb(this.statuses);
    this.#pastDurations.absorb(this.#state.durations ?? []);
    this.#state = { ...this.#state, durations: [] };
  }

  /** The calls that a thread was lost in: nobody else tells of them. */
  countLost({ hook, outcomes }: FireReport): LiveSample[] {
    return outcomes.flatMap((outcome) => {
      if (outcome.kind !== "threw" && outcome.kind !== "timed-out") return [];
      const { plugin, problem, durationMs } = outcome;
      const { at: timestamp, message: error } = problem;
      const sample = { timestamp, status: "error", duration_ms: durationMs, error } as const;
      this.#told += 1;
      this.#past.add({ plugin, hook, sample });
      this.#pastDurations.addFailure(plugin, hook, durationMs);
      return [{ plugin, hook, sample }];
    });
  }

  /** Records as the thread tells them, or, when it cannot be asked, what it told of its calls. */
  records(told: readonly PluginRecord[] | null): PluginRecord[] {
    if (told) return told.map((record) => this.#past.record(record));
    return this.statuses.map((status) => this.#past.lastRecord(status));
  }

  /** As `records`. */
  history(plugin: string, hook: string, told: readonly HookSample[] | null): HookSample[] {
    return this.#past.history(plugin, hook, told ?? this.#past.told(plugin, hook));
  }

  /** As `records`. What was passed on once is counted, even if the thread is lost before it tells so itself. */
  durations(told: readonly HookDurations[] | null): HookDurations[] {
    if (told) this.#state = { ...this.#state, durations: told };
    return this.#pastDurations.total(this.#state.durations ?? []);
  }

  /** What the thread reports of a reload, as of the first thread, and of the save. */
  reloaded(report: ReloadReport, tookMs: number): ReloadReport {
    if (report.kind === "not-found") return report;
    const generation = this.#past.generationOf(report.plugin, report.generation);
    return report.kind === "reloaded"
      ? { ...report, generation, tookMs }
      : { ...report, generation };
  }

  /** The thread was lost during a reload: all but the culprit have been loaded from the newest code in another. */
  reloadedElsewhere(plugin: string, culprit: Culprit | null, tookMs: number): ReloadReport {
    const status = this.statuses.find(({ summary }) => summary.name === plugin);
    if (!status) return { kind: "not-found", plugin };
    const problem = culprit?.plugin === plugin ? culprit.problem : status.problems[0];
    if (problem) return { kind: "rolled-back", plugin, generation: 0, problem };
    const generation = Math.max(1, status.generation);
    return { kind: "reloaded", plugin, generation, tookMs, at: new Date().toISOString() };
  }
}
