import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Problem, ReloadReport } from "../../../schemas/index.ts";
import { readFileTextSync, type FileText } from "../../base/file-text.ts";
import type { SerialQueue } from "../../base/serial-queue.ts";
import { findAnnouncements, type Announcement, type LookupRoots } from "../../modules/index.ts";
import { locateSecretFiles } from "../../secrets/index.ts";
import { digestOf } from "../loader/index.ts";
import { withAnnounced } from "./announced.ts";
import { FileOwners } from "./file-owners.ts";
import type { FollowedRuntime, ManifestPlan } from "./followed-runtime.ts";
import { FolderWatcher } from "./folder-watcher.ts";
import { movedReferences, planModules, type ModulePlans } from "./plan-modules.ts";
import { understandManifest, type ManifestContent } from "./understand-manifest.ts";
import { readTextOf, SavedTexts } from "./saved-texts.ts";
import { SourceFollower } from "./source-follower.ts";

/** Between the two steps of a save that empties or deletes the file first. */
const MANIFEST_SETTLES_MS = 150;

export interface ManifestFollowerOptions {
  readonly manifestFile: string;
  readonly workspaceFolder: string;
  /** More folders in which dotted references are looked up, absolute. */
  readonly sourceRoots: readonly string[];
  /** Groups of entry points whose plugins are loaded beside the manifest's. Default: none. */
  readonly entryPoints?: readonly string[] | undefined;
  readonly runtime: FollowedRuntime;
  /** Everything that changes plugins goes through it. */
  readonly queue: SerialQueue;
  /** What the manifest says, or what is wrong with it, may be different. */
  readonly onChanged: () => void;
  /** Reloads that nobody has asked for. */
  readonly onObserved: (reports: ReloadReport[]) => void;
  /** Told once that the system gives no more watches. Default: a warning of the process. */
  readonly onRefused?: ((message: string) => void) | undefined;
}

/** Keeps a runtime in step with a manifest and with every file that its plugins are made of. */
export class ManifestFollower {
  readonly #options: ManifestFollowerOptions;
  readonly #texts = new SavedTexts();
  readonly #watcher: FolderWatcher;
  readonly #sources: SourceFollower;
  #content: ManifestContent = { items: null, references: [], isBroken: false, problems: [] };
  #announced: readonly Announcement[] = [];
  #prepared: Prepared | null = null;
  #plans: ModulePlans = { modules: {}, absent: new Set(), files: new Set() };
  readonly #owners = new FileOwners();
  /** What it was made of is kept with it: it is made again only when that is different. */
  #watched: Watched = { plans: null, owners: null, files: new Set() };
  /** Before, and in the end, nothing follows from what is heard. */
  #isOpen = false;

  constructor(options: ManifestFollowerOptions) {
    this.#options = options;
    const { queue, runtime, onObserved, onRefused, workspaceFolder } = options;
    this.#watcher = new FolderWatcher((file) => this.#heard(file), {
      within: workspaceFolder,
      ...(onRefused && { onRefused }),
    });
    this.#sources = new SourceFollower(
      {
        queue,
        affectedBy: (files) => this.#affectedBy(files),
        isLookedFor: (file) => this.#plans.absent.has(file),
        findModules: () => this.#findModules(),
        anticipate: (file, text) => runtime.anticipate(file, text),
        reload: (plugins, texts, startedAt) => runtime.reload(plugins, texts, startedAt),
        onObserved,
      },
      this.#texts,
    );
  }

  /** What is wrong with the manifest as a whole. */
  get problems(): readonly Problem[] {
    return this.#content.problems;
  }

  /** What the manifest's file asks for now. Nothing follows from it, but that `open` is quick if it is the same then. */
  read(): ManifestPlan {
    const read = readFileTextSync(this.#options.manifestFile);
    const content = this.#understand(read);
    const plans = planModules(content.references, this.#roots);
    const isUsable = read.kind === "read" && content.items !== null;
    this.#prepared = isUsable ? { text: read.text, content, plans } : null;
    return { items: content.items ?? [], modules: plans.modules };
  }

  /** Follows what the manifest's file says now, and loads what the packages announce that are installed now. */
  async open(): Promise<void> {
    this.#isOpen = true;
    const { entryPoints = [] } = this.#options;
    if (entryPoints.length > 0) {
      const announced = await findAnnouncements(this.#roots);
      this.#announced = announced.filter(({ group }) => entryPoints.includes(group));
    }
    const read = readFileTextSync(this.#options.manifestFile);
    const prepared = this.#prepared;
    this.#prepared = null;
    const isSame = read.kind === "read" && read.text === prepared?.text;
    // What is announced is not in what was prepared.
    if (prepared && isSame && entryPoints.length === 0) await this.#followPrepared(prepared);
    else await this.#followManifest(read);
  }

  /** The editor saved the manifest with this text. */
  async manifestSaved(text: string): Promise<void> {
    if (!this.#texts.isNews(this.#options.manifestFile, text)) return;
    await this.#followManifest({ kind: "read", text });
  }

  /** The editor saved a file. */
  async sourceSaved(file: string, text: string): Promise<ReloadReport[]> {
    return this.#isSource(file) ? this.#sources.saved(file, text) : [];
  }

  /** Loads one plugin's code anew, or every plugin's when null. */
  async reload(plugin: string | null, startedAt: number): Promise<ReloadReport[]> {
    const all = (this.#content.items ?? []).flatMap((item) =>
      item.kind === "valid" ? [item.entry.name] : [],
    );
    await this.#findModules();
    return this.#options.runtime.reload(plugin === null ? all : [plugin], {}, startedAt);
  }

  /** Watches the files that plugins are made of now: to be called whenever `graphs` may be different. */
  watch(): void {
    if (!this.#isOpen) return;
    const before = this.#watched;
    const plans = this.#plans;
    const owners = this.#followedOwners().byFile;
    if (before.plans === plans && before.owners === owners) return;
    const files = this.#watchedFiles(owners);
    this.#watched = { plans, owners, files };
    if (this.#watcher.watch(files)) this.#hearOfEarlier(before.files);
  }

  /** What was loaded before it was watched may have changed between the two. */
  #hearOfEarlier(watched: ReadonlySet<string>): void {
    for (const { digests } of Object.values(this.#options.runtime.graphs)) {
      for (const [file, digest] of Object.entries(digests)) {
        const text = watched.has(file) ? null : readTextOf(file);
        if (text !== null && digestOf(text) !== digest) this.#heard(file);
      }
    }
  }

  /** Follows nothing any more. What runs goes on. */
  close(): void {
    this.#isOpen = false;
    this.#watcher.close();
  }

  async #followManifest(read: FileText): Promise<void> {
    const { manifestFile, runtime, onChanged } = this.#options;
    this.#texts.note(manifestFile, read.kind === "read" ? read.text : null);
    const content = this.#understand(read);
    const isRunning = this.#content.items !== null;
    if (content.items === null || (content.isBroken && isRunning)) {
      this.#content = { ...this.#content, problems: content.problems };
    } else {
      this.#content = content;
      const moved = this.#planAgain();
      await this.#followPlan();
      await runtime.reload(moved, {}, performance.now());
    }
    onChanged();
  }

  /** Follows what was got ready, and finds out meanwhile whether its references still lead there. */
  async #followPrepared({ text, content, plans }: Prepared): Promise<void> {
    const { manifestFile, runtime, onChanged } = this.#options;
    this.#texts.note(manifestFile, text);
    this.#content = content;
    this.#plans = plans;
    const followed = this.#followPlan();
    const moved = this.#planAgain();
    await followed;
    if (moved.length > 0) await this.#followPlan();
    await runtime.reload(moved, {}, performance.now());
    onChanged();
  }

  /** Looks again where references lead; answers with the plugins whose reference led elsewhere before. */
  async #findModules(): Promise<readonly string[]> {
    const moved = this.#planAgain();
    if (moved.length > 0) await this.#followPlan();
    return moved;
  }

  async #followPlan(): Promise<void> {
    const { modules } = this.#plans;
    const followed = this.#options.runtime.follow({ items: this.#content.items ?? [], modules });
    // While plugins are loaded there is time for it, and what changes from now on is heard of.
    this.watch();
    await followed;
  }

  #understand(read: FileText): ManifestContent {
    const content = understandManifest(this.#options.manifestFile, read);
    return withAnnounced(content, this.#announced);
  }

  get #roots(): LookupRoots {
    const { manifestFile, workspaceFolder, sourceRoots } = this.#options;
    return { manifestFolder: path.dirname(manifestFile), workspaceFolder, sourceRoots };
  }

  #planAgain(): readonly string[] {
    const before = this.#plans;
    this.#plans = planModules(this.#content.references, this.#roots);
    const moved = movedReferences(before, this.#plans);
    return this.#content.references
      .filter(({ reference }) => moved.has(reference))
      .map(({ plugin }) => plugin);
  }

  #affectedBy(files: ReadonlySet<string>): readonly string[] {
    return this.#followedOwners().of(files);
  }

  #followedOwners(): FileOwners {
    this.#owners.follow(this.#content.references, this.#options.runtime.graphs);
    return this.#owners;
  }

  #heard(file: string): void {
    const { manifestFile, queue, runtime } = this.#options;
    if (!this.#isOpen) return;
    if (this.#isSource(file)) {
      // Whatever comes of it is reported; nothing in it rejects.
      void this.#sources.heard(file);
    } else if (file === manifestFile) {
      void queue.run(() => this.#manifestHeard());
    } else if (this.#texts.isNews(file, readTextOf(file))) {
      this.#texts.note(file, readTextOf(file));
      void queue.run(() => runtime.secretFilesChanged());
    }
  }

  async #manifestHeard(): Promise<void> {
    const { manifestFile } = this.#options;
    const read = await settledManifest(manifestFile);
    if (this.#texts.isNews(manifestFile, read.kind === "read" ? read.text : null)) {
      await this.#followManifest(read);
    }
  }

  #isSource(file: string): boolean {
    return (
      this.#plans.files.has(file) ||
      this.#plans.absent.has(file) ||
      this.#followedOwners().byFile.has(file)
    );
  }

  #watchedFiles(owners: Owners): ReadonlySet<string> {
    const { manifestFile, workspaceFolder } = this.#options;
    const { dotenvFile, secretsFile } = locateSecretFiles(workspaceFolder, process.env);
    const ofSecrets = secretsFile === null ? [dotenvFile] : [dotenvFile, secretsFile];
    const ofPlugins = [...this.#plans.absent, ...this.#plans.files, ...owners.keys()];
    return new Set([manifestFile, ...ofSecrets, ...ofPlugins]);
  }
}

/** What a manifest asked for before anything followed from it. */
interface Prepared {
  readonly text: string;
  readonly content: ManifestContent;
  readonly plans: ModulePlans;
}

type Owners = FileOwners["byFile"];

interface Watched {
  readonly plans: ModulePlans | null;
  readonly owners: Owners | null;
  readonly files: ReadonlySet<string>;
}

/** A manifest that is gone or empty may be about to be written: some programs save by deleting, all by truncating. */
async function settledManifest(file: string): Promise<FileText> {
  const read = readFileTextSync(file);
  if (read.kind === "read" && read.text.trim() !== "") return read;
  await delay(MANIFEST_SETTLES_MS);
  return readFileTextSync(file);
}
