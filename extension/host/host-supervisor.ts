import type { LogOutputChannel } from "vscode";
import type { EditorEvents, HostOptions, RegistrySnapshot } from "../../schemas/index.ts";
import { messageOf } from "../base/message-of.ts";
import { SerialQueue } from "../base/serial-queue.ts";
import { startHost, type HostExit, type HostProcess } from "./host-process.ts";
import { RestartPolicy } from "./restart-policy.ts";
import { StandbyHost } from "./standby-host.ts";
import type { AbsenceReason, RegistryState } from "./state.ts";
import { StuckPlugins } from "./stuck-plugins.ts";

/** Asked anew for every start, so that a restart sees the settings and secrets of now. */
export type ReadHostOptions = () => Promise<HostOptions>;

export interface HostSupervision {
  /** Absolute path of `host.js`. */
  readonly file: string;
  readonly log: Pick<LogOutputChannel, "info" | "warn" | "error">;
  readonly onState: (state: RegistryState) => void;
  /** What the current process tells. Of one that is being ended only what its plugins say and do last is passed on. */
  readonly events: Omit<EditorEvents, "stuck">;
  /** Whether another process should be kept ready to take over. */
  readonly isStandbyWanted: () => boolean;
  /** How long the host is left alone before that one is started. */
  readonly standbyQuietMs?: number;
}

/**
 * Owns the registry host's process: starts it, has another take its place when it crashes, and ends it. One process at a time
 * runs plugins.
 */
export class HostSupervisor {
  readonly #supervision: HostSupervision;
  readonly #queue = new SerialQueue();
  readonly #policy = new RestartPolicy();
  readonly #stuck = new StuckPlugins();
  readonly #standby: StandbyHost;
  #process: HostProcess | null = null;
  /** Run plugins, or did until they were ended. */
  readonly #served = new WeakSet<HostProcess>();
  #readOptions: ReadHostOptions | null = null;
  /** Those of the host that runs, with the secrets of now. */
  #options: HostOptions | null = null;
  #retry: NodeJS.Timeout | undefined;

  constructor(supervision: HostSupervision) {
    this.#supervision = supervision;
    const { isStandbyWanted: isWanted, standbyQuietMs, log } = supervision;
    this.#standby = new StandbyHost({
      isWanted,
      start: () => this.#launch(),
      options: () => this.#options,
      onReady: ({ processId }) => log.info(`Registry host ${processId} stands by`),
      onFailure: (error) => log.warn(`A host that was to stand by is lost: ${messageOf(error)}`),
      ...(standbyQuietMs === undefined ? {} : { quietMs: standbyQuietMs }),
    });
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

  /** What is stored is different from now on, for the host that runs and for the one that takes over from it. */
  async storedSecretsChanged(storedSecrets: Readonly<Record<string, string>>): Promise<void> {
    if (this.#options) this.#options = { ...this.#options, storedSecrets: { ...storedSecrets } };
    await this.#process?.calls.storedSecretsChanged(storedSecrets);
  }

  /** Whether a second process is wanted may be different from now on. */
  reviewStandby(): void {
    if (this.#options) this.#standby.review();
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
    this.#become({ kind: "starting" });
    try {
      this.#options = await this.#readOptions();
      await this.#run(this.#launch(), this.#options);
    } catch (error) {
      // Nothing runs that could end and be started again.
      this.#giveUp(messageOf(error));
    }
  }

  #launch(): HostProcess {
    const { file, log } = this.#supervision;
    const host = startHost({
      file,
      events: this.#eventsOf(
        () => this.#process === host,
        () => this.#served.has(host),
      ),
      onOutput: (line) => log.info(`host: ${line}`),
    });
    void host.gone.then(() => this.#replace(host));
    void host.exited.then((exit) => this.#ended(host, exit));
    return host;
  }

  /** Never rejects: a host that does not answer is ended, and its end decides what comes next. */
  async #run(host: HostProcess, options: HostOptions): Promise<void> {
    const { log, events } = this.#supervision;
    this.#process = host;
    this.#served.add(host);
    try {
      const quarantined = this.#stuck.problems;
      const snapshot = await host.calls.initialize({ ...options, quarantined });
      if (this.#process !== host) return;
      log.info(`Registry host ${host.processId} runs ${options.manifestFile}`);
      this.#become({ kind: "running", host: host.calls, processId: host.processId });
      events.snapshotChanged(snapshot);
      this.#standby.prepare();
    } catch (error) {
      log.error(`Starting the registry host: ${messageOf(error)}`);
      await host.close();
    }
  }

  /** The process is gone: without being asked to, if it is still `#process`. Whoever stands by takes over. */
  #replace(host: HostProcess): void {
    if (this.#process !== host || !this.#options) return;
    const next = this.#standby.take();
    if (!next) return;
    const options = this.#options;
    const isAllowed = this.#policy.delayAfterCrash(performance.now()) !== null;
    this.#process = isAllowed ? next : null;
    void host.exited.then((exit) => this.#logEnd(exit));
    if (isAllowed) {
      this.#become({ kind: "starting" });
      void this.#queue.add(() => this.#run(next, options));
    } else {
      void next.close();
      this.#giveUp("it ended again and again");
    }
  }

  /** Nobody stood by: it is started again, unless that has been of no use. */
  #ended(host: HostProcess, exit: HostExit): void {
    if (this.#process !== host) return;
    this.#process = null;

    const reason = reasonOf(exit);
    const retryInMs = this.#policy.delayAfterCrash(performance.now());
    this.#logEnd(exit);
    if (retryInMs === null) return this.#giveUp(reason);
    this.#become({ kind: "stopped", reason, retryInMs });
    this.#retry = setTimeout(() => {
      void this.#queue.add(() => this.#startUnlessRunning());
    }, retryInMs);
  }

  /** Until a person asks for another: nobody stands by for a host that does not come. */
  #giveUp(reason: string): void {
    this.#options = null;
    void this.#standby.close(); // Does not reject.
    this.#become({ kind: "stopped", reason, retryInMs: null });
  }

  async #startUnlessRunning(): Promise<void> {
    if (!this.#process) await this.#start();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#retry);
    const host = this.#process;
    this.#process = null;
    this.#options = null;
    await Promise.all([host?.close(), this.#standby.close()]);
  }

  #logEnd(exit: HostExit): void {
    this.#supervision.log.error(`The registry host ended: ${reasonOf(exit)}`);
  }

  #become(state: RegistryState): void {
    this.#supervision.onState(state);
  }

  #eventsOf(isCurrent: () => boolean, hasServed: () => boolean): EditorEvents {
    const { events } = this.#supervision;
    return {
      snapshotChanged: (snapshot) => void (isCurrent() && events.snapshotChanged(snapshot)),
      sampled: (samples) => void (isCurrent() && events.sampled(samples)),
      reloadObserved: (reports) => void (isCurrent() && events.reloadObserved(reports)),
      // What plugins say in `onDisable` is worth reading too; what one that stands by says, the other has said.
      logged: (lines) => void (hasServed() && events.logged(lines)),
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
