import path from "node:path";
import { Emitter, type Event } from "vscode-languageserver";
import { isRecord } from "../../registry/base/record.ts";
import { isWalked, type LookupRoots, type ModuleIndex } from "../../registry/modules/index.ts";
import type { Log } from "../base/index.ts";
import { ClassDirectory } from "./class-directory.ts";
import { LiveRegistry } from "./live-registry.ts";
import { manifestMatcher } from "./manifest-names.ts";
import { Manifests } from "./manifests.ts";
import { innermost, rootsOf } from "./roots.ts";
import { SecretDirectory } from "./secret-directory.ts";
import { readSettings, type Settings } from "./settings.ts";
import type { Setup } from "./setup.ts";
import type { TextFile } from "./text-file.ts";
import { TextFiles } from "./text-files.ts";

const SOURCE_FILE = /\.(?:[cm]?[jt]s|tsx|jsx|py)$/;
/** What else tells about plugins: schemas beside them, and what packages say of themselves. */
const BESIDE_SOURCES = /\.schema\.json$|(?:^|[\\/])(?:package\.json|METADATA|entry_points\.txt)$/;

/** Everything that diagnostics and features look at. Knows what is true now, not what to say about it. */
export class Workspace {
  readonly setup: Setup;
  readonly texts: TextFiles;
  readonly manifests: Manifests;
  readonly classes: ClassDirectory;
  readonly secrets: SecretDirectory;
  readonly live: LiveRegistry = new LiveRegistry();
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly #settingsChanged = new Emitter<void>();
  #settings: Settings;
  #folders: readonly string[];
  /** Of folders that have settings of their own. */
  #settingsOfFolders: ReadonlyMap<string, Settings> = new Map();

  readonly onDidChangeSettings: Event<void> = this.#settingsChanged.event;

  constructor(
    setup: Setup,
    texts: TextFiles,
    openIndex: () => Promise<ModuleIndex>,
    environment: Readonly<Record<string, string | undefined>>,
    log: Log,
  ) {
    this.setup = setup;
    this.texts = texts;
    this.environment = environment;
    this.#settings = setup.settings;
    this.#folders = setup.folders;
    this.manifests = new Manifests(texts, this.#matcher(), log);
    this.classes = new ClassDirectory(openIndex, log);
    this.secrets = new SecretDirectory(environment, setup.trusted, setup.storedSecrets);
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Absolute paths. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  /** The settings as they apply to one file: its folder may have its own. */
  settingsFor({ file }: TextFile): Settings {
    return this.#settingsOf(file === null ? undefined : innermost(this.#folders, file));
  }

  /** Takes the section `patchbay` as the editor has it now: the workspace's, and that of each folder by its path. */
  applySettings(section: unknown, ofFolders: ReadonlyMap<string, unknown> = new Map()): void {
    this.#settings = isRecord(section) ? readSettings(section) : this.setup.settings;
    this.#settingsOfFolders = new Map(
      [...ofFolders].map(([folder, own]) => [
        folder,
        isRecord(own) ? readSettings(own) : this.#settings,
      ]),
    );
    this.manifests.matcher = this.#matcher();
    this.#settingsChanged.fire();
  }

  /** Workspace folders were added or removed. */
  changeFolders(added: readonly string[], removed: readonly string[]): void {
    const kept = this.#folders.filter((folder) => !removed.includes(folder));
    this.#folders = [...new Set([...kept, ...added])];
    this.manifests.forgetOutside(this.#folders);
    this.manifests.matcher = this.#matcher();
    this.#settingsChanged.fire();
  }

  /** Reads each folder's manifest from the disk. */
  findManifests(): Promise<void> {
    return this.manifests.find(this.#folders, (folder) => this.#settingsOf(folder).manifest);
  }

  rootsOf({ file }: TextFile): LookupRoots | null {
    const sourceRootsOf = (folder: string): readonly string[] =>
      this.#settingsOf(folder).sourceRoots;
    return rootsOf(file, this.#folders, sourceRootsOf, this.secrets.isTrusted);
  }

  isSource(file: string): boolean {
    return SOURCE_FILE.test(file);
  }

  /** Files changed on disk, appeared or went away. */
  async filesChanged(files: readonly string[]): Promise<void> {
    const told = files.filter((file) => this.isSource(file) || BESIDE_SOURCES.test(file));
    if (told.length > 0) this.classes.invalidate(told);
    if (files.some((file) => this.#mayHoldSecrets(file))) this.secrets.filesChanged();
    for (const file of files) await this.manifests.fileChanged(file);
    // Some editors tell of a folder that went away as of one file.
    const folders = files.filter((file) => path.extname(file) === "");
    if (folders.length > 0) await this.foldersChanged(folders);
  }

  /** Folders were made, moved or deleted, with all that is or was in them. */
  async foldersChanged(folders: readonly string[]): Promise<void> {
    const looked = folders.filter((folder) => this.#isLookedAt(folder));
    if (looked.length === 0) return;
    this.classes.invalidate(looked);
    this.secrets.filesChanged();
    for (const folder of looked) await this.manifests.folderChanged(folder);
  }

  /** Whether what a folder holds is looked at without being named. */
  #isLookedAt(folder: string): boolean {
    const around = innermost(this.#folders, folder);
    return around !== undefined && path.relative(around, folder).split(path.sep).every(isWalked);
  }

  dispose(): void {
    this.classes.dispose();
  }

  #matcher(): ReturnType<typeof manifestMatcher> {
    const { manifest, manifestPatterns } = this.#settings;
    const matchers = [
      manifestMatcher(manifest, manifestPatterns, this.#folders),
      ...this.#folders.map((folder) => {
        const own = this.#settingsOf(folder);
        return manifestMatcher(own.manifest, own.manifestPatterns, [folder]);
      }),
    ];
    return (uri) => matchers.some((matches) => matches(uri));
  }

  #settingsOf(folder: string | undefined): Settings {
    const own = folder === undefined ? undefined : this.#settingsOfFolders.get(folder);
    return own ?? this.#settings;
  }

  #mayHoldSecrets(file: string): boolean {
    const { PLUGIN_SECRET_PATH: secretsFile } = this.environment;
    return (
      path.basename(file) === ".env" ||
      (secretsFile !== undefined && path.basename(secretsFile) === path.basename(file))
    );
  }
}
