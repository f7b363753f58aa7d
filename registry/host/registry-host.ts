import path from "node:path";
import type { Worker } from "node:worker_threads";
import type {
  ConfigSchemas,
  DebuggerAnswer,
  FactoryHealth,
  FireReport,
  FireRequest,
  HookDurations,
  HookSample,
  HostCalls,
  HostEvents,
  HostOptions,
  PluginRecord,
  Problem,
  RegistrySnapshot,
  ReloadReport,
} from "../../schemas/index.ts";
import { HEAP_LIMIT_MB, startBareThread } from "../base/bare-thread.ts";
import { SerialQueue } from "../base/serial-queue.ts";
import { ManifestFollower } from "../runtimes/follow/index.ts";
import { fireSpanOf, spansOfLostFire, type CarriedSpan } from "../otel/index.ts";
import type { RouteAnswer, RouteRequest, TracingStart } from "../runtimes/index.ts";
import { Coalescer, SampleFeed } from "./feeds.ts";
import { SnapshotMaker } from "./snapshot-maker.ts";
import { Supervisor } from "./supervisor.ts";
import { ThreadInspector } from "./thread-inspector.ts";

/** A few times a second is all that anybody can look at. */
const SNAPSHOT_INTERVAL_MS = 150;
/** After so many V8 has compiled what reads manifests: the time that counts is then a fifth. */
const REHEARSALS = 8;
/** For `onDisable` of all plugins together. The editor waits 3 s for the process to end. */
const SHUTDOWN_DEADLINE_MS = 2_000;

export interface RegistryHostOptions {
  readonly events: HostEvents;
  /** Absolute path of `worker.js`. */
  readonly workerFile: string;
  /** Started from that file already, and told nothing yet. Default: none. */
  readonly bareThread?: Worker | undefined;
  /** Default: fires are not traced. */
  readonly tracing?: HostTracing | undefined;
}

/** How the fires of a registry are traced. */
export interface HostTracing extends TracingStart {
  readonly onTraced: (spans: readonly CarriedSpan[]) => void;
}

/** The registry of one manifest: reads it, has its plugins run, and follows every file that they are made of. */
export class RegistryHost implements HostCalls {
  readonly #setup: RegistryHostOptions;
  readonly #queue = new SerialQueue();
  readonly #samples: SampleFeed;
  readonly #snapshots: Coalescer;
  readonly #snapshotMaker = new SnapshotMaker();
  #bareThread: Worker | null;
  #started: Started | null = null;
  #closing: Promise<void> | null = null;

  constructor(setup: RegistryHostOptions) {
    this.#setup = setup;
    this.#bareThread = setup.bareThread ?? null;
    this.#samples = new SampleFeed((samples) => setup.events.sampled(samples));
    this.#snapshots = new Coalescer(SNAPSHOT_INTERVAL_MS, () => this.#tellSnapshot());
  }

  prepare(options: HostOptions): Promise<void> {
    return this.#queue.run(async () => {
      const { supervisor, follower } = await this.#startAs(options);
      for (let time = 1; time < REHEARSALS; time += 1) follower.read();
      await supervisor.prepare(follower.read());
    });
  }

  initialize(options: HostOptions): Promise<RegistrySnapshot> {
    return this.#queue.run(async () => {
      const wasPrepared = this.#started !== null;
      const { supervisor, follower } = await this.#startAs(options);
      supervisor.start();
      supervisor.leaveOut(options.quarantined ?? {});
      if (wasPrepared) await supervisor.useSecrets(options.storedSecrets);
      await follower.open();
      return this.#snapshot();
    });
  }

  async snapshot(): Promise<RegistrySnapshot> {
    return this.#snapshot();
  }
  records(): Promise<PluginRecord[]> {
    return this.#running.supervisor.records();
  }
  history(plugin: string, hook: string): Promise<HookSample[]> {
    return this.#running.supervisor.history(plugin, hook);
  }
  configSchemas(): Promise<ConfigSchemas | null> {
    return this.#running.supervisor.configSchemas();
  }
  /** How long every call took that has ended: counted from the first thread on, also of calls that no history holds any more. */
  async durations(): Promise<HookDurations[]> {
    return (await this.#started?.supervisor.durations()) ?? [];
  }
  fire(request: FireRequest): Promise<FireReport> {
    return this.#running.supervisor.fire(request);
  }

  /** Has the plugin whose route it is answer a request. */
  route(request: RouteRequest): Promise<RouteAnswer> {
    return this.#running.supervisor.route(request);
  }
  /** What a plugin's class would say to another config: empty when nothing. Changes nothing. */
  checkConfig(
    plugin: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<readonly Problem[]> {
    return this.#running.supervisor.checkConfig(plugin, config);
  }

  /** Has the plugins' thread listen for a debugger. Until `closeDebugger` no deadline holds; it ends with the thread. */
  openDebugger(): Promise<DebuggerAnswer> {
    return this.#running.supervisor.openDebugger();
  }
  closeDebugger(): Promise<void> {
    return this.#running.supervisor.closeDebugger();
  }
  /** How every factory's instance is; empty when no thread answers. */
  checkFactories(): Promise<FactoryHealth[]> {
    return this.#running.supervisor.checkFactories();
  }

  /** Different as soon as a plugin ran or something that records show changed: while it is the same, records are. */
  get activity(): string {
    return this.#started?.supervisor.activity ?? "";
  }

  manifestSaved(text: string): Promise<RegistrySnapshot> {
    return this.#queue.run(async () => {
      await this.#running.follower.manifestSaved(text);
      return this.#snapshot();
    });
  }

  sourceSaved(file: string, text: string): Promise<ReloadReport[]> {
    return this.#running.follower.sourceSaved(file, text);
  }

  reload(plugin: string | null): Promise<ReloadReport[]> {
    const startedAt = performance.now();
    return this.#queue.run(() => this.#running.follower.reload(plugin, startedAt));
  }

  storedSecretsChanged(secrets: Readonly<Record<string, string>>): Promise<void> {
    return this.#queue.run(() => this.#running.supervisor.secretsChanged(secrets));
  }

  shutdown(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #end(deadlineMs: number): Promise<void> {
    this.#started?.follower.close();
    await this.#started?.supervisor.close(deadlineMs);
    this.#started?.inspector.close();
  }

  async #close(): Promise<void> {
    await Promise.all([this.#end(SHUTDOWN_DEADLINE_MS), this.#bareThread?.terminate()]);
    this.#samples.close();
    this.#snapshots.close();
  }

  get #running(): Started {
    if (!this.#started) throw new Error("initialize is the first call.");
    return this.#started;
  }

  /** What was prepared for other options is of no use. */
  async #startAs(options: HostOptions): Promise<Started> {
    const identity = identityOf(options);
    if (this.#started?.identity === identity) return this.#started;
    await this.#end(0);
    this.#started = this.#start(options, await ThreadInspector.attach());
    return this.#started;
  }

  #start(options: HostOptions, inspector: ThreadInspector): Started {
    const { events, tracing } = this.#setup;
    const { workspaceFolder, callDeadlineMs, storedSecrets, heapLimitMb = HEAP_LIMIT_MB } = options;
    const supervisor = new Supervisor(
      {
        startThread: () => this.#startThread(heapLimitMb),
        heapLimitMb,
        inspector,
        onStuck: (culprit) => events.stuck(culprit),
        onChanged: () => this.#changed(),
        onSampled: (samples) => this.#samples.add(samples),
        onLogged: (lines) => events.logged(lines),
        onTraced: (spans) => tracing?.onTraced(spans),
        spanOf: ({ trace }) => (tracing ? fireSpanOf(trace, tracing.sampler) : null),
        onFireLost: (span, report) => span && tracing?.onTraced(spansOfLostFire(span, report)),
      },
      {
        workspaceFolder,
        callDeadlineMs,
        storedSecrets,
        pluginDirectories: (options.pluginDirectories ?? []).map((folder) =>
          path.resolve(workspaceFolder, folder),
        ),
        tracing: tracing ? { file: tracing.file, sampler: tracing.sampler } : null,
      },
    );
    const follower = new ManifestFollower({
      manifestFile: options.manifestFile,
      workspaceFolder,
      sourceRoots: options.sourceRoots,
      entryPoints: options.entryPoints,
      runtime: supervisor,
      queue: this.#queue,
      onChanged: () => this.#changed(),
      onObserved: (reports) => events.reloadObserved(reports),
      onRefused: (message) =>
        events.logged([{ plugin: null, level: "warn", message, at: new Date().toISOString() }]),
    });
    return { identity: identityOf(options), supervisor, follower, inspector };
  }

  #startThread(heapLimitMb: number): Worker {
    const bare = this.#bareThread;
    // The bound of a thread is given when it is started, and one that has ended is of no use.
    if (bare === null || heapLimitMb !== HEAP_LIMIT_MB || bare.threadId === -1) {
      return startBareThread(this.#setup.workerFile, heapLimitMb);
    }
    this.#bareThread = null;
    // Whoever started it may have left it to end with the process.
    bare.ref();
    return bare;
  }

  #changed(): void {
    this.#started?.follower.watch();
    this.#snapshots.request();
  }

  #snapshot(): RegistrySnapshot {
    return this.#snapshotMaker.make(
      this.#started?.supervisor.statuses() ?? [],
      this.#started?.follower.problems ?? [],
      this.#started?.supervisor.directories ?? { specs: [], problems: [] },
      this.#started?.supervisor.isDebugged ?? false,
    );
  }

  #tellSnapshot(): void {
    const snapshot = this.#snapshot();
    if (this.#snapshotMaker.isNews(snapshot)) this.#setup.events.snapshotChanged(snapshot);
  }
}

interface Started {
  /** Of the options that it was started with. */
  readonly identity: string;
  readonly supervisor: Supervisor;
  readonly follower: ManifestFollower;
  readonly inspector: ThreadInspector;
}

/** Everything that cannot be told to what runs already. */
function identityOf(options: HostOptions): string {
  return JSON.stringify({ ...options, storedSecrets: {}, quarantined: {} });
}
