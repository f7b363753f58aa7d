import { EventEmitter, type Disposable, type Event, type LogOutputChannel } from "vscode";
import type {
  HostCalls,
  HostEvents,
  HostOptions,
  LiveSample,
  LogLine,
  PluginStatus,
  Problem,
  RegistrySnapshot,
  ReloadReport,
} from "../../schemas/index.ts";
import { messageOf, SerialQueue } from "../base/index.ts";
import { startHost, type HostExit, type HostProcess } from "./host-process.ts";
import { RestartPolicy } from "./restart-policy.ts";
import type { AbsenceReason, RegistryState } from "./state.ts";

/** What was observed of reloads, whoever asked for them. */
export interface ObservedReload {
  readonly reports: readonly ReloadReport[];
  /** From the save in the editor until the host's answer; null when nothing was saved here. */
  readonly tookMs: number | null;
}

/** Asked anew for every start, so that a restart sees the settings and secrets of now. */
export type ReadHostOptions = () => Promise<HostOptions>;

/**
 * Owns the registry host's process: starts it, starts it again when it crashes, and ends it. Everything that the
 * host tells comes out of here as events.
 */
export class RegistryClient implements Disposable {
  readonly #hostFile: string;
  readonly #log: LogOutputChannel;
  readonly #queue = new SerialQueue();
  readonly #policy = new RestartPolicy();
  readonly #stateChanged = new EventEmitter<RegistryState>();
  readonly #snapshotChanged = new EventEmitter<RegistrySnapshot | null>();
  readonly #sampled = new EventEmitter<readonly LiveSample[]>();
  readonly #reloaded = new EventEmitter<ObservedReload>();
  readonly #logged = new EventEmitter<readonly LogLine[]>();

  #state: RegistryState = { kind: "absent", reason: "no-folder" };
  #snapshot: RegistrySnapshot | null = null;
  #lastPlugins: readonly PluginStatus[] = [];
  #process: HostProcess | null = null;
  /** Plugins that took a process down: the next one starts without them, until a person restarts the host. */
  readonly #stuck = new Map<string, Problem>();
  #readOptions: ReadHostOptions | null = null;
  #reconciling: { readonly text: string; readonly done: Promise<RegistrySnapshot> } | null = null;
  #withFlags = true;
  #retry: NodeJS.Timeout | undefined;

  readonly onDidChangeState: Event<RegistryState> = this.#stateChanged.event;
  readonly onDidChangeSnapshot: Event<RegistrySnapshot | null> = this.#snapshotChanged.event;
  readonly onDidSample: Event<readonly LiveSample[]> = this.#sampled.event;
  readonly onDidReload: Event<ObservedReload> = this.#reloaded.event;
  readonly onDidLog: Event<readonly LogLine[]> = this.#logged.event;

  constructor(hostFile: string, log: LogOutputChannel) {
    this.#hostFile = hostFile;
    this.#log = log;
  }

  get state(): RegistryState {
    return this.#state;
  }

  /** What the running host last said; null when none runs. */
  get snapshot(): RegistrySnapshot | null {
    return this.#snapshot;
  }

  /** The plugins that the last host had, also after it ended: what was running, not what is. */
  get lastPlugins(): readonly PluginStatus[] {
    return this.#lastPlugins;
  }

  /** Runs a host with these options, in place of the one that runs. Settles when it answers or has failed to. */
  open(readOptions: ReadHostOptions): Promise<void> {
    this.#readOptions = readOptions;
    return this.restart();
  }

  /** Ends the host, if there is one, and starts another. Ends a series of crashes. */
  restart(): Promise<void> {
    this.#policy.reset();
    this.#stuck.clear();
    return this.#queue.add(async () => {
      await this.#end();
      await this.#start();
    });
  }

  /** Ends the host: none is wanted. */
  leave(reason: AbsenceReason): Promise<void> {
    this.#readOptions = null;
    return this.#queue.add(async () => {
      await this.#end();
      this.#become({ kind: "absent", reason });
    });
  }

  /** Takes a snapshot that answered a call; an older one than is known is dropped. */
  accept(snapshot: RegistrySnapshot): void {
    if (this.#state.kind === "stopped" || this.#state.kind === "absent") return;
    if (this.#snapshot && snapshot.revision <= this.#snapshot.revision) return;
    this.#snapshot = snapshot;
    this.#lastPlugins = snapshot.plugins;
    this.#snapshotChanged.fire(snapshot);
  }

  /** Loads one plugin's code anew, or every plugin's when null. Rejects when no host runs. */
  async reload(plugin: string | null): Promise<readonly ReloadReport[]> {
    const host = this.#running();
    const reports = await host.reload(plugin);
    this.accept(await host.snapshot());
    this.#observe(reports, null);
    return reports;
  }

  /** A source file was saved, at this reading of `performance.now()`. Rejects when no host runs. */
  async sourceSaved(file: string, text: string, savedAtMs: number): Promise<void> {
    const reports = await this.#running().sourceSaved(file, text);
    this.#observe(reports, performance.now() - savedAtMs);
  }

  /** The manifest was saved with this text. Two that tell of the same save ask the host once. Rejects when no host runs. */
  async manifestSaved(text: string): Promise<RegistrySnapshot> {
    const host = this.#running();
    if (this.#reconciling?.text === text) return this.#reconciling.done;

    const done = host.manifestSaved(text);
    const reconciling = { text, done };
    this.#reconciling = reconciling;
    return done
      .then((snapshot) => {
        this.accept(snapshot);
        return snapshot;
      })
      .finally(() => {
        if (this.#reconciling === reconciling) this.#reconciling = null;
      });
  }

  /** Ends the host for good. Settles when its process is gone. */
  close(): Promise<void> {
    this.#readOptions = null;
    return this.#queue.add(() => this.#end());
  }

  dispose(): void {
    clearTimeout(this.#retry);
    this.#stateChanged.dispose();
    this.#snapshotChanged.dispose();
    this.#sampled.dispose();
    this.#reloaded.dispose();
    this.#logged.dispose();
  }

  async #start(): Promise<void> {
    if (!this.#readOptions) return;
    this.#become({ kind: "starting" });
    const options = await this.#readOptions();
    const host = startHost({
      file: this.#hostFile,
      withFlags: this.#withFlags,
      events: this.#events(),
      onOutput: (line) => this.#log.info(`host: ${line}`),
    });
    this.#process = host;
    void host.exited.then((exit) => this.#ended(host, exit));

    try {
      const quarantined = Object.fromEntries(this.#stuck);
      const snapshot = await host.calls.initialize({ ...options, quarantined });
      if (this.#process !== host) return;
      this.#log.info(`Registry host ${host.processId} runs ${options.manifestFile}`);
      this.#become({ kind: "running", host: host.calls, processId: host.processId });
      this.accept(snapshot);
    } catch (error) {
      this.#log.error(`Starting the registry host: ${messageOf(error)}`);
      await host.close();
    }
  }

  /** The process is gone, asked for or not; only what was not asked for is still `#process`. */
  #ended(host: HostProcess, exit: HostExit): void {
    if (this.#process !== host) return;
    this.#process = null;
    this.#forgetSnapshot();
    if (exit.flagsRefused) this.#withFlags = false;

    const reason = reasonOf(exit);
    const retryInMs = exit.flagsRefused ? 0 : this.#policy.delayAfterCrash(performance.now());
    this.#log.error(`The registry host ended: ${reason}`);
    this.#become({ kind: "stopped", reason, retryInMs });
    if (retryInMs === null) return;
    this.#retry = setTimeout(() => {
      void this.#queue.add(() => this.#startUnlessRunning());
    }, retryInMs);
  }

  async #startUnlessRunning(): Promise<void> {
    if (!this.#process) await this.#start();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#retry);
    const host = this.#process;
    this.#process = null;
    this.#forgetSnapshot();
    await host?.close();
  }

  #running(): HostCalls {
    if (this.#state.kind !== "running") throw new Error("The registry is not running.");
    return this.#state.host;
  }

  #observe(reports: readonly ReloadReport[], tookMs: number | null): void {
    if (reports.length > 0) this.#reloaded.fire({ reports, tookMs });
  }

  #become(state: RegistryState): void {
    this.#state = state;
    this.#stateChanged.fire(state);
  }

  #forgetSnapshot(): void {
    if (!this.#snapshot) return;
    this.#snapshot = null;
    this.#snapshotChanged.fire(null);
  }

  #events(): HostEvents {
    return {
      snapshotChanged: (snapshot) => this.accept(snapshot),
      sampled: (samples) => this.#sampled.fire(samples),
      reloadObserved: (reports) => this.#observe(reports, null),
      logged: (lines) => this.#logged.fire(lines),
      stuck: (culprit) => {
        if (culprit) this.#stuck.set(culprit.plugin, culprit.problem);
      },
    };
  }
}

function reasonOf({ code, signal, lastWords }: HostExit): string {
  if (signal) return `killed by ${signal}`;
  const words = lastWords === "" ? "" : `: ${lastWords}`;
  return code === null ? `it could not be started${words}` : `exited with code ${code}${words}`;
}
