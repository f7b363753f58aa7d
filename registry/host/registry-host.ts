import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type {
  FireReport,
  FireRequest,
  HookSample,
  HostCalls,
  HostEvents,
  HostOptions,
  PluginRecord,
  Problem,
  RegistrySnapshot,
  ReloadReport,
} from "../../schemas/index.ts";
import { SerialQueue } from "../base/serial-queue.ts";
import type { RouteAnswer, RouteRequest } from "../runtimes/index.ts";
import type { LookupRoots } from "../modules/index.ts";
import { locateSecretFiles } from "../secrets/index.ts";
import { Coalescer, SampleFeed } from "./feeds.ts";
import { FolderWatcher } from "./folder-watcher.ts";
import { movedReferences, planModules, type ModulePlans } from "./plan-modules.ts";
import {
  readManifest,
  understandManifest,
  type ManifestContent,
  type ManifestRead,
} from "./read-manifest.ts";
import { readTextOf, SavedTexts } from "./saved-texts.ts";
import { SnapshotMaker } from "./snapshot-maker.ts";
import { SourceFollower } from "./source-follower.ts";
import { Supervisor } from "./supervisor.ts";
import { ThreadInspector } from "./thread-inspector.ts";

/** A few times a second is all that anybody can look at. */
const SNAPSHOT_INTERVAL_MS = 150;
/** A plugin that needs more is broken; a smaller limit would stop honest ones. */
const HEAP_LIMIT_MB = 512;
/** Between the two steps of a save that empties or deletes the file first. */
const MANIFEST_SETTLES_MS = 150;
/** For `onDisable` of all plugins together. The editor waits 3 s for the process to end. */
const SHUTDOWN_DEADLINE_MS = 2_000;

export interface RegistryHostOptions {
  readonly events: HostEvents;
  /** Absolute path of `worker.js`. */
  readonly workerFile: string;
}

/** The registry of one manifest: reads it, has its plugins run, and follows every file that they are made of. */
export class RegistryHost implements HostCalls {
  readonly #setup: RegistryHostOptions;
  readonly #queue = new SerialQueue();
  readonly #texts = new SavedTexts();
  readonly #samples: SampleFeed;
  readonly #snapshots: Coalescer;
  readonly #watcher: FolderWatcher;
  readonly #snapshotMaker = new SnapshotMaker();
  #started: Started | null = null;
  #content: ManifestContent = { items: null, references: [], isBroken: false, problems: [] };
  #plans: ModulePlans = { modules: {}, absent: new Set() };
  #closing: Promise<void> | null = null;

  constructor(setup: RegistryHostOptions) {
    this.#setup = setup;
    this.#samples = new SampleFeed((samples) => setup.events.sampled(samples));
    this.#snapshots = new Coalescer(SNAPSHOT_INTERVAL_MS, () => this.#tellSnapshot());
    this.#watcher = new FolderWatcher((file) => this.#heard(file));
  }

  initialize(options: HostOptions): Promise<RegistrySnapshot> {
    return this.#queue.run(async () => {
      this.#started = this.#start(options, await ThreadInspector.attach());
      await this.#followManifest(readManifest(options.manifestFile));
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

  manifestSaved(text: string): Promise<RegistrySnapshot> {
    return this.#queue.run(async () => {
      if (this.#texts.isNews(this.#running.options.manifestFile, text)) {
        await this.#followManifest({ kind: "read", text });
      }
      return this.#snapshot();
    });
  }

  async sourceSaved(file: string, text: string): Promise<ReloadReport[]> {
    return this.#isSource(file) ? this.#running.sources.saved(file, text) : [];
  }

  reload(plugin: string | null): Promise<ReloadReport[]> {
    const startedAt = performance.now();
    return this.#queue.run(async () => {
      const { supervisor } = this.#running;
      const all = (this.#content.items ?? []).flatMap((item) =>
        item.kind === "valid" ? [item.entry.name] : [],
      );
      await this.#findModules();
      return supervisor.reload(plugin === null ? all : [plugin], {}, startedAt);
    });
  }

  storedSecretsChanged(secrets: Readonly<Record<string, string>>): Promise<void> {
    return this.#queue.run(() => this.#running.supervisor.secretsChanged(secrets));
  }

  shutdown(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#watcher.close();
    await this.#started?.supervisor.close(SHUTDOWN_DEADLINE_MS);
    this.#samples.close();
    this.#snapshots.close();
  }

  get #running(): Started {
    if (!this.#started) throw new Error("initialize is the first call.");
    return this.#started;
  }

  #start(options: HostOptions, inspector: ThreadInspector): Started {
    const { events, workerFile } = this.#setup;
    const { workspaceFolder, callDeadlineMs, storedSecrets, heapLimitMb = HEAP_LIMIT_MB } = options;
    const supervisor = new Supervisor(
      {
        workerFile,
        heapLimitMb,
        inspector,
        onStuck: (culprit) => events.stuck(culprit),
        onChanged: () => this.#changed(),
        onSampled: (samples) => this.#samples.add(samples),
        onLogged: (lines) => events.logged(lines),
      },
      { workspaceFolder, callDeadlineMs, storedSecrets, nativeFrom: workerFile },
      options.quarantined ?? {},
    );
    const sources = new SourceFollower(
      {
        queue: this.#queue,
        affectedBy: (files) => this.#affectedBy(files),
        isLookedFor: (file) => this.#plans.absent.has(file),
        findModules: () => this.#findModules(),
        reload: (plugins, texts, startedAt) => supervisor.reload(plugins, texts, startedAt),
        onObserved: (reports) => events.reloadObserved(reports),
      },
      this.#texts,
    );
    return { options, supervisor, sources };
  }

  async #followManifest(read: ManifestRead): Promise<void> {
    const { manifestFile } = this.#running.options;
    this.#texts.note(manifestFile, read.kind === "read" ? read.text : null);
    const content = understandManifest(manifestFile, read);
    const isRunning = this.#content.items !== null;
    if (content.items === null || (content.isBroken && isRunning)) {
      this.#content = { ...this.#content, problems: content.problems };
    } else {
      this.#content = content;
      const moved = this.#planAgain();
      await this.#followPlan();
      await this.#running.supervisor.reload(moved, {}, performance.now());
    }
    this.#changed();
  }

  /** Looks again where references lead, and tells the thread; answers with the plugins whose reference led elsewhere before. */
  async #findModules(): Promise<readonly string[]> {
    const moved = this.#planAgain();
    if (moved.length > 0) await this.#followPlan();
    return moved;
  }

  #followPlan(): Promise<void> {
    const { modules } = this.#plans;
    return this.#running.supervisor.follow({ items: this.#content.items ?? [], modules });
  }

  #planAgain(): readonly string[] {
    const { manifestFile, workspaceFolder, sourceRoots } = this.#running.options;
    const roots: LookupRoots = {
      manifestFolder: path.dirname(manifestFile),
      workspaceFolder,
      sourceRoots,
    };
    const before = this.#plans;
    this.#plans = planModules(this.#content.references, roots);
    const moved = movedReferences(before, this.#plans);
    return this.#content.references
      .filter(({ reference }) => moved.has(reference))
      .map(({ plugin }) => plugin);
  }

  #affectedBy(files: ReadonlySet<string>): readonly string[] {
    const { graphs } = this.#running.supervisor;
    return this.#content.references.flatMap(({ plugin, reference }) => {
      const graph = graphs[reference];
      const paths = graph ? [...graph.files, ...graph.absent] : [];
      return paths.some((file) => files.has(file)) ? [plugin] : [];
    });
  }

  #heard(file: string): void {
    const { manifestFile } = this.#running.options;
    if (this.#closing) return;
    if (this.#isSource(file)) {
      // Whatever comes of it is reported; nothing in it rejects.
      void this.#running.sources.heard(file);
    } else if (file === manifestFile) {
      void this.#queue.run(() => this.#manifestHeard());
    } else if (this.#texts.isNews(file, readTextOf(file))) {
      this.#texts.note(file, readTextOf(file));
      void this.#queue.run(() => this.#running.supervisor.secretsChanged(null));
    }
  }

  async #manifestHeard(): Promise<void> {
    const { manifestFile } = this.#running.options;
    const read = await settledManifest(manifestFile);
    if (this.#texts.isNews(manifestFile, read.kind === "read" ? read.text : null)) {
      await this.#followManifest(read);
    }
  }

  #isSource(file: string): boolean {
    const { absent, modules } = this.#plans;
    if (absent.has(file)) return true;
    if (Object.values(modules).some((plan) => plan.kind === "file" && plan.file === file))
      return true;
    return this.#affectedBy(new Set([file])).length > 0;
  }

  #changed(): void {
    if (!this.#closing) this.#watcher.watch(this.#watchedFiles());
    this.#snapshots.request();
  }

  #watchedFiles(): Set<string> {
    const { options, supervisor } = this.#running;
    const { dotenvFile, secretsFile } = locateSecretFiles(options.workspaceFolder, process.env);
    const files = new Set([options.manifestFile, dotenvFile, ...this.#plans.absent]);
    if (secretsFile !== null) files.add(secretsFile);
    for (const plan of Object.values(this.#plans.modules)) {
      if (plan.kind === "file") files.add(plan.file);
    }
    for (const graph of Object.values(supervisor.graphs)) {
      for (const file of [...graph.files, ...graph.absent]) files.add(file);
    }
    return files;
  }

  #snapshot(): RegistrySnapshot {
    return this.#snapshotMaker.make(
      this.#started?.supervisor.statuses() ?? [],
      this.#content.problems,
    );
  }

  #tellSnapshot(): void {
    const snapshot = this.#snapshot();
    if (this.#snapshotMaker.isNews(snapshot)) this.#setup.events.snapshotChanged(snapshot);
  }
}

/** A manifest that is gone or empty may be about to be written: some programs save by deleting, all by truncating. */
async function settledManifest(file: string): Promise<ManifestRead> {
  const read = readManifest(file);
  if (read.kind === "read" && read.text.trim() !== "") return read;
  await delay(MANIFEST_SETTLES_MS);
  return readManifest(file);
}

interface Started {
  readonly options: HostOptions;
  readonly supervisor: Supervisor;
  readonly sources: SourceFollower;
}
