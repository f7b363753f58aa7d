import { EventEmitter, type Disposable, type Event, type LogOutputChannel } from "vscode";
import type {
  ConfigSchemas,
  EditorCalls,
  LiveSample,
  LogLine,
  PluginStatus,
  RegistrySnapshot,
  ReloadReport,
} from "../../schemas/index.ts";
import { readSettings } from "../base/index.ts";
import { HostSupervisor, type ReadHostOptions } from "./host-supervisor.ts";
import type { AbsenceReason, RegistryState } from "./state.ts";

/** What was observed of reloads, whoever asked for them. */
export interface ObservedReload {
  readonly reports: readonly ReloadReport[];
  /** From the save in the editor until the host's answer; null when nothing was saved here. */
  readonly tookMs: number | null;
}

/** The registry as the editor sees it: its state, its last snapshot, and everything that the host tells, as events. */
export class RegistryClient implements Disposable {
  readonly #supervisor: HostSupervisor;
  readonly #stateChanged = new EventEmitter<RegistryState>();
  readonly #snapshotChanged = new EventEmitter<RegistrySnapshot | null>();
  readonly #sampled = new EventEmitter<readonly LiveSample[]>();
  readonly #reloaded = new EventEmitter<ObservedReload>();
  readonly #logged = new EventEmitter<readonly LogLine[]>();

  /** Until somebody has looked for a manifest, nobody may say that there is none. */
  #state: RegistryState = { kind: "starting" };
  #snapshot: RegistrySnapshot | null = null;
  #lastPlugins: readonly PluginStatus[] = [];
  #reconciling: { readonly text: string; readonly done: Promise<RegistrySnapshot> } | null = null;

  readonly onDidChangeState: Event<RegistryState> = this.#stateChanged.event;
  readonly onDidChangeSnapshot: Event<RegistrySnapshot | null> = this.#snapshotChanged.event;
  readonly onDidSample: Event<readonly LiveSample[]> = this.#sampled.event;
  readonly onDidReload: Event<ObservedReload> = this.#reloaded.event;
  readonly onDidLog: Event<readonly LogLine[]> = this.#logged.event;

  constructor(hostFile: string, log: LogOutputChannel) {
    this.#supervisor = new HostSupervisor({
      file: hostFile,
      log,
      isStandbyWanted: () => readSettings(undefined).standbyHost,
      onState: (state) => this.#become(state),
      events: {
        snapshotChanged: (snapshot) => this.#accept(snapshot),
        sampled: (samples) => this.#sampled.fire(samples),
        reloadObserved: (reports) => this.#observe(reports, null),
        logged: (lines) => this.#logged.fire(lines),
        audited: (record) => log.info(`[audit] ${JSON.stringify(record)}`),
      },
    });
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
    this.#lastPlugins = [];
    return this.#supervisor.open(readOptions);
  }

  /** Ends the host, if there is one, and starts another. Ends a series of crashes. */
  restart(): Promise<void> {
    return this.#supervisor.restart();
  }

  /** Ends the host: none is wanted. */
  leave(reason: AbsenceReason): Promise<void> {
    return this.#supervisor.leave(reason);
  }

  /** Ends the host for good. Settles when its process is gone. */
  close(): Promise<void> {
    return this.#supervisor.close();
  }

  /** What the classes that are loaded say about their `config`; null while they cannot be asked. Rejects when no host runs. */
  async configSchemas(): Promise<ConfigSchemas | null> {
    return this.#running().configSchemas();
  }

  /** Loads one plugin's code anew, or every plugin's when null. Rejects when no host runs. */
  async reload(plugin: string | null): Promise<readonly ReloadReport[]> {
    const host = this.#running();
    const reports = await host.reload(plugin);
    this.#acceptFrom(host, await host.snapshot());
    this.#observe(reports, null);
    return reports;
  }

  /** What is stored is different from now on. Does nothing when no host runs. */
  storedSecretsChanged(secrets: Readonly<Record<string, string>>): Promise<void> {
    return this.#supervisor.storedSecretsChanged(secrets);
  }

  /** Whether a second process is to stand by may be different from now on. */
  reviewStandby(): void {
    this.#supervisor.reviewStandby();
  }

  /** A source file was saved, at this reading of `performance.now()`. Rejects when no host runs. */
  async sourceSaved(file: string, text: string, savedAtMs: number): Promise<void> {
    const host = this.#running();
    const reports = await host.sourceSaved(file, text);
    const tookMs = performance.now() - savedAtMs;
    if (reports.length > 0) this.#acceptFrom(host, await host.snapshot());
    this.#observe(reports, tookMs);
  }

  /** The manifest was saved with this text. Two that tell of the same save ask once. Rejects when no host runs. */
  manifestSaved(text: string): Promise<RegistrySnapshot> {
    if (this.#reconciling?.text === text) return this.#reconciling.done;
    const reconciling = { text, done: this.#reconcile(text) };
    this.#reconciling = reconciling;
    return reconciling.done.finally(() => {
      if (this.#reconciling === reconciling) this.#reconciling = null;
    });
  }

  dispose(): void {
    this.#stateChanged.dispose();
    this.#snapshotChanged.dispose();
    this.#sampled.dispose();
    this.#reloaded.dispose();
    this.#logged.dispose();
  }

  async #reconcile(text: string): Promise<RegistrySnapshot> {
    const host = this.#running();
    const snapshot = await host.manifestSaved(text);
    this.#acceptFrom(host, snapshot);
    return snapshot;
  }

  #running(): EditorCalls {
    if (this.#state.kind !== "running") throw new Error("The registry is not running.");
    return this.#state.host;
  }

  /** The last answers of a host that is being replaced are not about the registry any more. */
  #acceptFrom(host: EditorCalls, snapshot: RegistrySnapshot): void {
    if (this.#state.kind === "running" && this.#state.host === host) this.#accept(snapshot);
  }

  /** An answer may come after a later event: the older one is dropped. */
  #accept(snapshot: RegistrySnapshot): void {
    if (this.#state.kind === "stopped" || this.#state.kind === "absent") return;
    if (this.#snapshot && snapshot.revision <= this.#snapshot.revision) return;
    this.#snapshot = snapshot;
    this.#lastPlugins = snapshot.plugins;
    this.#supervisor.observe(snapshot);
    this.#snapshotChanged.fire(snapshot);
  }

  #observe(reports: readonly ReloadReport[], tookMs: number | null): void {
    if (reports.length > 0) this.#reloaded.fire({ reports, tookMs });
  }

  #become(state: RegistryState): void {
    const hadSnapshot = this.#snapshot !== null;
    this.#state = state;
    // What runs is told by the host that runs now: until it has, nothing is.
    if (state.kind !== "running") {
      this.#snapshot = null;
      this.#reconciling = null;
    }
    if (hadSnapshot && !this.#snapshot) this.#snapshotChanged.fire(null);
    this.#stateChanged.fire(state);
  }
}
