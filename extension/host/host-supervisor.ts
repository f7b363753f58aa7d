import type { LogOutputChannel } from "vscode";
import type { EditorEvents, HostOptions, RegistrySnapshot } from "../../schemas/index.ts";
import { messageOf, SerialQueue } from "../base/index.ts";
import { startHost, type HostExit, type HostProcess } from "./host-process.ts";
import { RestartPolicy } from "./restart-policy.ts";
import type { AbsenceReason, RegistryState } from "./state.ts";
import { StuckPlugins } from "./stuck-plugins.ts";

/** Asked anew for every start, so that a restart sees the settings and secrets of now. */
export type ReadHostOptions = () => Promise<HostOptions>;

export interface HostSupervision {
  /** Absolute path of `host.js`. */
  readonly file: string;
  readonly log: LogOutputChannel;
  readonly onState: (state: RegistryState) => void;
  /** What the current process tells. Of one that is being ended nothing is passed on. */
  readonly events: Omit<EditorEvents, "stuck">;
}

/** Owns the registry host's process: starts it, starts it again when it crashes, and ends it. One process at a time. */
export class HostSupervisor {
  readonly #supervision: HostSupervision;
  readonly #queue = new SerialQueue();
  readonly #policy = new RestartPolicy();
  readonly #stuck = new StuckPlugins();
  #process: HostProcess | null = null;
  #readOptions: ReadHostOptions | null = null;
  #withFlags = true;
  #retry: NodeJS.Timeout | undefined;

  constructor(supervision: HostSupervision) {
    this.#supervision = supervision;
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
      if (this.#readOptions) this.#become({ kind: "starting" });
      await this.#end();
      await this.#start();
    });
  }

  /** What the host said last, by event or in an answer: of which plugins the next one would have to beware. */
  observe(snapshot: RegistrySnapshot): void {
    this.#stuck.observe(snapshot.plugins);
  }

  /** Ends the host: none is wanted. */
  leave(reason: AbsenceReason): Promise<void> {
    this.#readOptions = null;
    return this.#queue.add(async () => {
      await this.#end();
      this.#become({ kind: "absent", reason });
    });
  }

  /** Ends the host for good. Settles when its process is gone. */
  close(): Promise<void> {
    this.#readOptions = null;
    clearTimeout(this.#retry);
    return this.#queue.add(() => this.#end());
  }

  async #start(): Promise<void> {
    if (!this.#readOptions) return;
    const { file, log } = this.#supervision;
    this.#become({ kind: "starting" });
    try {
      const options = await this.#readOptions();
      const host = startHost({
        file,
        withFlags: this.#withFlags,
        events: this.#eventsOf(() => this.#process === host),
        onOutput: (line) => log.info(`host: ${line}`),
      });
      this.#process = host;
      void host.exited.then((exit) => this.#ended(host, exit));
      await this.#initialize(host, options);
    } catch (error) {
      log.error(`Starting the registry host: ${messageOf(error)}`);
      // Its end, if it is not over yet, decides whether it is started again.
      if (this.#process) await this.#process.close();
      else this.#become({ kind: "stopped", reason: messageOf(error), retryInMs: null });
    }
  }

  async #initialize(host: HostProcess, options: HostOptions): Promise<void> {
    const quarantined = this.#stuck.problems;
    const snapshot = await host.calls.initialize({ ...options, quarantined });
    if (this.#process !== host) return;
    const { log, events } = this.#supervision;
    log.info(`Registry host ${host.processId} runs ${options.manifestFile}`);
    this.#become({ kind: "running", host: host.calls, processId: host.processId });
    events.snapshotChanged(snapshot);
  }

  /** The process is gone, asked for or not; only what was not asked for is still `#process`. */
  #ended(host: HostProcess, exit: HostExit): void {
    if (this.#process !== host) return;
    this.#process = null;
    if (exit.flagsRefused) this.#withFlags = false;

    const reason = reasonOf(exit);
    const retryInMs = exit.flagsRefused ? 0 : this.#policy.delayAfterCrash(performance.now());
    this.#supervision.log.error(`The registry host ended: ${reason}`);
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
    await host?.close();
  }

  #become(state: RegistryState): void {
    this.#supervision.onState(state);
  }

  #eventsOf(isCurrent: () => boolean): EditorEvents {
    const { events } = this.#supervision;
    return {
      snapshotChanged: (snapshot) => void (isCurrent() && events.snapshotChanged(snapshot)),
      sampled: (samples) => void (isCurrent() && events.sampled(samples)),
      reloadObserved: (reports) => void (isCurrent() && events.reloadObserved(reports)),
      // What plugins say in `onDisable` is worth reading too.
      logged: (lines) => events.logged(lines),
      audited: (record) => events.audited(record),
      stuck: (culprit) => {
        if (culprit) this.#stuck.add(culprit.plugin, culprit.problem);
      },
    };
  }
}

function reasonOf({ code, signal, lastWords }: HostExit): string {
  if (signal) return `killed by ${signal}`;
  const words = lastWords === "" ? "" : `: ${lastWords}`;
  return code === null ? `it could not be started${words}` : `exited with code ${code}${words}`;
}
