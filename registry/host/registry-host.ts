import path from "node:path";
import type {
  FireReport,
  FireRequest,
  HookSample,
  HostCalls,
  HostEvents,
  HostOptions,
  PluginRecord,
  PluginStatus,
  Problem,
  RegistrySnapshot,
  ReloadReport,
} from "../../schemas/index.ts";
import { SerialQueue } from "../base/serial-queue.ts";
import { locateSecretFiles } from "../secrets/index.ts";
import { Coalescer, SampleFeed } from "./feeds.ts";
import { FolderWatcher } from "./folder-watcher.ts";
import { PastThreads } from "./past-threads.ts";
import { planModules } from "./plan-modules.ts";
import { PluginThread, type ThreadLoss } from "./plugin-thread.ts";
import {
  readManifest,
  understandManifest,
  type ManifestContent,
  type ManifestRead,
} from "./read-manifest.ts";
import { SavedTexts } from "./saved-texts.ts";
import type { LoadPlan, WorkerState } from "../runtimes/index.ts";

/** A few times a second is all that anybody can look at. */
const SNAPSHOT_INTERVAL_MS = 150;
/** A plugin that keeps 512 MB is broken, and a machine with many plugins has no more to give. */
const HEAP_LIMIT_MB = 512;
/** Of a save in the editor both the editor and the file system tell; the editor's notice comes within this time. */
const EDITOR_NOTICE_MS = 200;
const SHUTDOWN_DEADLINE_MS = 2_000;
/** Threads that die within the window without anybody to blame: then the plugins stay down until somebody acts. */
const UNEXPLAINED_LOSSES = 3;

export interface RegistryHostOptions {
  readonly events: HostEvents;
  /** Absolute path of `worker.js`. */
  readonly workerFile: string;
  readonly heapLimitMb?: number;
  /** A thread cannot be ended: the process has to be replaced. */
  readonly onStuck: (culprit: string | null) => void;
}

/**
 * The registry of one manifest: reads it, runs its plugins in a thread of their own, follows the files, and starts the
 * thread again without the culprit when a plugin takes it down. Runs no plugin code itself.
 */
export class RegistryHost implements HostCalls {
  readonly #setup: RegistryHostOptions;
  readonly #queue = new SerialQueue();
  readonly #past = new PastThreads();
  readonly #samples: SampleFeed;
  readonly #snapshots: Coalescer;
  readonly #watcher: FolderWatcher;
  readonly #texts = new SavedTexts();
  readonly #quarantined = new Map<string, Problem>();
  #options: HostOptions | null = null;
  #thread: PluginThread | null = null;
  #content: ManifestContent = { items: [], references: [], problems: [] };
  #plan: LoadPlan = { items: [], modules: {}, quarantined: {} };
  #absent: ReadonlySet<string> = new Set();
  #state: WorkerState = { plugins: [], graphs: {} };
  #revision = 0;
  #lastSnapshot = "";
  #unexplained = 0;
  #closing = false;

  constructor(setup: RegistryHostOptions) {
    this.#setup = setup;
    this.#samples = new SampleFeed((samples) => setup.events.sampled(samples));
    this.#snapshots = new Coalescer(SNAPSHOT_INTERVAL_MS, () => this.#tellSnapshot());
    this.#watcher = new FolderWatcher((file) => this.#fileChanged(file));
  }

  initialize(options: HostOptions): Promise<RegistrySnapshot> {
    return this.#queue.run(async () => {
      this.#options = options;
      await this.#followManifest(readManifest(options.manifestFile));
      return this.#snapshot();
    });
  }

  async snapshot(): Promise<RegistrySnapshot> {
    return this.#snapshot();
  }

  async records(): Promise<PluginRecord[]> {
    const records = (await this.#thread?.ask((calls) => calls.records())) ?? [];
    return records.map((record) => this.#past.record(record));
  }

  async history(plugin: string, hook: string): Promise<HookSample[]> {
    const current = (await this.#thread?.ask((calls) => calls.history(plugin, hook))) ?? [];
    return this.#past.history(plugin, hook, current);
  }

  manifestSaved(text: string): Promise<RegistrySnapshot> {
    return this.#queue.run(async () => {
      await this.#followManifest({ kind: "read", text });
      return this.#snapshot();
    });
  }

  sourceSaved(file: string, text: string): Promise<ReloadReport[]> {
    const startedAt = performance.now();
    const observed = this.#texts.reportsFor(file, text);
    if (observed) return observed;
    if (!this.#isWatched(file)) return Promise.resolve([]);
    this.#texts.note(file, text);
    const reports = this.#queue.run(() => this.#sourcesChanged(new Map([[file, text]]), startedAt));
    this.#texts.noteReports(file, text, reports);
    return reports;
  }

  reload(plugin: string | null): Promise<ReloadReport[]> {
    const startedAt = performance.now();
    return this.#queue.run(() => {
      const all = this.#plan.items.flatMap((item) =>
        item.kind === "valid" ? [item.entry.name] : [],
      );
      return this.#reloadPlugins(plugin === null ? all : [plugin], {}, startedAt);
    });
  }

  async fire(request: FireRequest): Promise<FireReport> {
    const startedAt = performance.now();
    const thread = this.#thread;
    const report = await thread?.ask((calls) => calls.fire(request));
    if (report) return report;
    const problem = thread ? await this.#recovered(thread) : null;
    const durationMs = performance.now() - startedAt;
    return {
      hook: request.hook,
      outcomes: problem
        ? [{ kind: "timed-out", plugin: problem.plugin, durationMs, problem: problem.problem }]
        : [],
      payload: null,
      payloadProblem: "The plugins' thread ended while the hook was fired",
      durationMs,
    };
  }

  storedSecretsChanged(secrets: Readonly<Record<string, string>>): Promise<void> {
    return this.#queue.run(async () => {
      const options = this.#requireOptions();
      this.#options = { ...options, storedSecrets: { ...secrets } };
      await this.#secretsChanged();
    });
  }

  async shutdown(): Promise<void> {
    this.#closing = true;
    this.#watcher.close();
    const thread = this.#thread;
    if (thread) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), SHUTDOWN_DEADLINE_MS);
      });
      await Promise.race([thread.ask((calls) => calls.shutdown()), late]);
      clearTimeout(timer);
      await thread.close();
    }
    this.#samples.close();
    this.#snapshots.close();
  }

  #requireOptions(): HostOptions {
    if (!this.#options) throw new Error("initialize is the first call.");
    return this.#options;
  }

  async #followManifest(read: ManifestRead): Promise<void> {
    const { manifestFile } = this.#requireOptions();
    this.#texts.note(manifestFile, read.kind === "read" ? read.text : null);
    const content = understandManifest(manifestFile, read);
    if (content.items === null) {
      this.#content = { ...this.#content, problems: content.problems };
    } else {
      this.#content = content;
      await this.#load();
    }
    this.#watch();
    this.#snapshots.request();
  }

  /** Makes the thread's plugins those of the manifest, in a new thread where there is none. */
  async #load(): Promise<void> {
    const before = this.#plan.modules;
    this.#makePlan();
    const moved = Object.keys(before).filter(
      (reference) =>
        this.#plan.modules[reference] &&
        placeOf(this.#plan.modules[reference]) !== placeOf(before[reference]),
    );
    const isNew = this.#thread === null;
    const thread = this.#thread ?? this.#startThread();
    const answer = await thread.ask((calls) => calls.reconcile(this.#plan));
    if (!answer) {
      await this.#recovered(thread);
      return;
    }
    this.#take(answer.state);
    if (isNew || moved.length === 0) return;
    const plugins = this.#content.references
      .filter(({ reference }) => moved.includes(reference))
      .map(({ plugin }) => plugin);
    await this.#reloadPlugins(plugins, {}, performance.now());
  }

  #makePlan(): void {
    const { manifestFile, workspaceFolder, sourceRoots } = this.#requireOptions();
    const items = this.#content.items ?? [];
    const roots = { manifestFolder: path.dirname(manifestFile), workspaceFolder, sourceRoots };
    const { modules, absent } = planModules(this.#content.references, roots);
    this.#absent = absent;
    const names = new Set(
      items.map((item) => (item.kind === "valid" ? item.entry.name : item.name)),
    );
    this.#past.keepOnly(names);
    for (const name of this.#quarantined.keys()) {
      if (!names.has(name)) this.#quarantined.delete(name);
    }
    this.#plan = { items, modules, quarantined: Object.fromEntries(this.#quarantined) };
  }

  #startThread(): PluginThread {
    const { workspaceFolder, callDeadlineMs, storedSecrets } = this.#requireOptions();
    const { events, workerFile, heapLimitMb = HEAP_LIMIT_MB } = this.#setup;
    const thread = new PluginThread({
      file: workerFile,
      workspaceFolder,
      callDeadlineMs,
      storedSecrets,
      nativeFrom: workerFile,
      heapLimitMb,
      events: {
        changed: (state) => {
          if (this.#thread === thread) this.#take(state);
        },
        sampled: (samples) => {
          this.#past.note(samples);
          this.#samples.add(samples);
        },
        logged: (lines) => events.logged(lines),
      },
    });
    this.#thread = thread;
    const recovery = thread.lost.then((loss) => this.#recover(thread, loss));
    this.#recoveries.set(thread, recovery);
    return thread;
  }

  readonly #recoveries = new WeakMap<PluginThread, Promise<Culprit | null>>();

  /** Waits until what a lost thread ran runs again; answers whose fault it was. */
  async #recovered(thread: PluginThread): Promise<Culprit | null> {
    return (await this.#recoveries.get(thread)) ?? null;
  }

  async #recover(thread: PluginThread, loss: ThreadLoss): Promise<Culprit | null> {
    if (this.#closing || this.#thread !== thread) return null;
    this.#thread = null;
    this.#past.absorb(this.#state.plugins.map((status) => this.#past.status(status)));
    if (loss.kind === "hung" && loss.isStuck) this.#setup.onStuck(loss.culprit);
    const culprit = this.#blame(loss);
    if (!culprit && ++this.#unexplained >= UNEXPLAINED_LOSSES) return null;
    await this.#load();
    this.#snapshots.request();
    return culprit;
  }

  #blame(loss: ThreadLoss): Culprit | null {
    const problem = lossProblem(loss, this.#requireOptions().callDeadlineMs);
    this.#setup.events.logged([
      { plugin: loss.culprit, level: "error", message: problem.message, at: problem.at },
    ]);
    if (loss.culprit === null) return null;
    this.#quarantined.set(loss.culprit, problem);
    return { plugin: loss.culprit, problem };
  }

  #take(state: WorkerState): void {
    this.#state = state;
    this.#quarantined.clear();
    for (const { summary, state: kind, problems } of state.plugins) {
      const [problem] = problems;
      if (kind === "quarantined" && problem) this.#quarantined.set(summary.name, problem);
    }
    this.#watch();
    this.#snapshots.request();
  }

  async #reloadPlugins(
    plugins: readonly string[],
    texts: Readonly<Record<string, string>>,
    startedAt: number,
  ): Promise<ReloadReport[]> {
    if (plugins.length === 0) return [];
    const thread = this.#thread ?? this.#startThread();
    const answer = await thread.ask((calls) => calls.reload(plugins, texts));
    if (answer) {
      this.#take(answer.state);
      const tookMs = performance.now() - startedAt;
      return answer.reports.map((report) => this.#finish(report, tookMs));
    }
    const culprit = await this.#recovered(thread);
    return plugins.map((plugin) => this.#reportAfterLoss(plugin, culprit, startedAt));
  }

  #finish(report: ReloadReport, tookMs: number): ReloadReport {
    if (report.kind === "not-found") return report;
    const generation = this.#past.generationOf(report.plugin, report.generation);
    return report.kind === "reloaded"
      ? { ...report, generation, tookMs }
      : { ...report, generation };
  }

  /** The thread was lost while plugins were reloaded: all but the culprit were loaded from the newest code. */
  #reportAfterLoss(plugin: string, culprit: Culprit | null, startedAt: number): ReloadReport {
    const status = this.#statuses().find(({ summary }) => summary.name === plugin);
    if (!status) return { kind: "not-found", plugin };
    const [problem] = culprit?.plugin === plugin ? [culprit.problem] : status.problems;
    if (problem) return { kind: "rolled-back", plugin, generation: 0, problem };
    const at = new Date().toISOString();
    const tookMs = performance.now() - startedAt;
    return { kind: "reloaded", plugin, generation: Math.max(1, status.generation), tookMs, at };
  }

  #isWatched(file: string): boolean {
    return this.#watchedFiles().has(file);
  }

  #watchedFiles(): Set<string> {
    const { manifestFile, workspaceFolder } = this.#requireOptions();
    const { dotenvFile, secretsFile } = locateSecretFiles(workspaceFolder, process.env);
    const files = new Set([manifestFile, dotenvFile, ...this.#absent]);
    if (secretsFile !== null) files.add(secretsFile);
    for (const plan of Object.values(this.#plan.modules)) {
      if (plan.kind === "file") files.add(plan.file);
    }
    for (const graph of Object.values(this.#state.graphs)) {
      for (const file of [...graph.files, ...graph.absent]) files.add(file);
    }
    return files;
  }

  #watch(): void {
    if (!this.#closing) this.#watcher.watch(this.#watchedFiles());
  }

  #fileChanged(file: string): void {
    if (this.#closing || !this.#texts.readIsNews(file)) return;
    const startedAt = performance.now();
    const { manifestFile, workspaceFolder } = this.#requireOptions();
    const { dotenvFile, secretsFile } = locateSecretFiles(workspaceFolder, process.env);
    if (file === manifestFile) {
      void this.#queue.run(() => this.#followManifest(readManifest(manifestFile)));
    } else if (file === dotenvFile || file === secretsFile) {
      void this.#queue.run(() => this.#secretsChanged());
    } else {
      const text = this.#texts.textOf(file);
      const reports = this.#queue.run(() => this.#sourcesChanged(new Map(), startedAt, [file]));
      if (text !== null) this.#texts.noteReports(file, text, reports);
      void this.#tellUnlessAsked(file, reports);
    }
  }

  /** The editor's own notice of the same save may still be on its way: then the answer to it is the report. */
  async #tellUnlessAsked(file: string, reports: Promise<ReloadReport[]>): Promise<void> {
    const observed = await reports;
    if (observed.length === 0) return;
    setTimeout(() => {
      if (!this.#texts.wasAsked(file)) this.#setup.events.reloadObserved(observed);
    }, EDITOR_NOTICE_MS).unref();
  }

  async #sourcesChanged(
    texts: ReadonlyMap<string, string>,
    startedAt: number,
    files: readonly string[] = [...texts.keys()],
  ): Promise<ReloadReport[]> {
    const changed = new Set(files);
    const affected = this.#content.references
      .filter(({ reference }) => {
        const graph = this.#state.graphs[reference];
        return graph && [...graph.files, ...graph.absent].some((file) => changed.has(file));
      })
      .map(({ plugin }) => plugin);
    if (files.some((file) => this.#absent.has(file) || !this.#texts.textOf(file))) {
      await this.#load();
    }
    return this.#reloadPlugins(affected, Object.fromEntries(texts), startedAt);
  }

  async #secretsChanged(): Promise<void> {
    const { storedSecrets } = this.#requireOptions();
    const state = await this.#thread?.ask((calls) => calls.secretsChanged(storedSecrets));
    if (state) this.#take(state);
  }

  #statuses(): PluginStatus[] {
    return this.#state.plugins.map((status) => this.#past.status(status));
  }

  #snapshot(): RegistrySnapshot {
    const plugins = this.#statuses();
    const manifestProblems = [...this.#content.problems];
    const said = JSON.stringify([plugins, manifestProblems]);
    if (said !== this.#lastSnapshot) this.#revision += 1;
    this.#lastSnapshot = said;
    return { revision: this.#revision, plugins, manifestProblems };
  }

  #tellSnapshot(): void {
    const before = this.#revision;
    const snapshot = this.#snapshot();
    if (snapshot.revision !== before) this.#setup.events.snapshotChanged(snapshot);
  }
}

interface Culprit {
  readonly plugin: string;
  readonly problem: Problem;
}

function lossProblem(loss: ThreadLoss, deadlineMs: number): Problem {
  const who = loss.culprit ?? "A plugin that could not be told";
  const at = new Date().toISOString();
  const rest = { at, location: null, stack: null };
  if (loss.kind === "hung") {
    const message = `${who} held the plugins' thread longer than ${deadlineMs} ms and was stopped`;
    return { code: "plugin/hung", message, ...rest };
  }
  const why = loss.error?.message ?? `exit code ${loss.code}`;
  return { code: "plugin/crashed", message: `${who} ended the plugins' thread: ${why}`, ...rest };
}

function placeOf(plan: LoadPlan["modules"][string] | undefined): string {
  return plan?.kind === "file" ? plan.file : (plan?.problem.message ?? "");
}
