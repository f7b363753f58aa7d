import type { ManifestItem } from "../../registry/manifest/index.ts";
import type { ClassLookup, JsonSchema, LookupRoots } from "../../registry/modules/index.ts";
import type { PluginStatus, RegistrySnapshot, SecretStatus } from "../../schemas/index.ts";
import { uriOfFile } from "../base/index.ts";
import { keyOfRoots } from "./class-directory.ts";
import { readEntry, type Entry } from "./entry.ts";
import type { TextFile } from "./text-file.ts";
import type { Workspace } from "./workspace.ts";

/** One entry of a manifest with what is known around it. */
export class KnownEntry {
  readonly item: ManifestItem;
  readonly entry: Entry;
  /** The class that it names; null while it is not known, or when it names none. */
  readonly lookup: ClassLookup | null;
  /** The running plugin; null when no registry runs, or when it runs another module. */
  readonly plugin: PluginStatus | null;
  readonly #around: Around;

  constructor(item: ManifestItem, lookup: ClassLookup | null, around: Around) {
    const { snapshot, workspace } = around;
    const plugin = workspace.live.pluginIn(snapshot, item);
    this.item = item;
    this.entry = readEntry(item);
    this.lookup = lookup;
    this.plugin = plugin?.module === this.entry.module ? plugin : null;
    this.#around = around;
  }

  /**
   * What `config` may be: as a file beside the source says, else as the running class says, else as its source does. A source
   * that is open may be newer than what runs.
   */
  get configSchema(): JsonSchema | null {
    const { lookup, entry } = this;
    const { schemas, workspace } = this.#around;
    const written = lookup?.kind === "found" ? lookup.facts.configSchema : null;
    const running = schemas?.get(entry.module ?? "");
    if (!running || lookup?.kind !== "found" || lookup.hasSchemaFile) return written;
    return written && workspace.texts.get(uriOfFile(lookup.file)) ? written : running;
  }

  /** The secrets that the class requires; empty while they are not known. */
  secrets(): readonly SecretStatus[] {
    const { roots, workspace } = this.#around;
    if (this.lookup?.kind !== "found" || !roots) return [];
    const { name: plugin } = this.item;
    const { secretOverrides: overrides } = this.entry;
    return (this.lookup.facts.requiredSecrets ?? []).map(({ name }) =>
      workspace.secrets.status({ name, plugin, overrides }, roots.workspaceFolder),
    );
  }
}

interface Around {
  /** What the running classes say about their settings, by module. */
  readonly schemas: ReadonlyMap<string, JsonSchema> | null;
  readonly snapshot: RegistrySnapshot | null;
  readonly roots: LookupRoots | null;
  readonly workspace: Workspace;
}

/** Every entry with what was last read of its class: for what is asked often, and comes again when more is known. */
export function knownEntries(file: TextFile, workspace: Workspace): readonly KnownEntry[] {
  return file.manifest.items.map(entryKnower(file, workspace));
}

/** The same once all that it names has been read: for answers that an editor asks for once. */
export async function settledEntries(
  file: TextFile,
  workspace: Workspace,
): Promise<readonly KnownEntry[]> {
  const { classes } = workspace;
  const [document, stamp] = [file.manifest, classes.stamp];
  let known: readonly KnownEntry[] = [];
  await classes.settle(() => {
    known = knownEntries(file, workspace);
  });
  const isStillSo = file.manifest === document && classes.stamp === stamp;
  return isStillSo ? known : knownEntries(file, workspace);
}

/** The same for one entry after the other. */
export function entryKnower(
  file: TextFile,
  workspace: Workspace,
): (item: ManifestItem) => KnownEntry {
  const roots = workspace.rootsOf(file);
  const around = aroundOf(file, roots, workspace);
  const knownLookup = roots && workspace.classes.knownFrom(roots);
  return (item) => {
    const { module } = readEntry(item);
    const lookup = module && knownLookup ? knownLookup(module) : null;
    return new KnownEntry(item, lookup, around);
  };
}

/** What every {@link KnownEntry} of a manifest and its secrets depend on, beside the entry itself. */
export interface Circumstances {
  readonly roots: string;
  readonly classesStamp: number;
  readonly secretsStamp: string;
  readonly registryStamp: number;
}

export function circumstancesOf(file: TextFile, workspace: Workspace): Circumstances {
  const roots = workspace.rootsOf(file);
  return {
    roots: roots ? keyOfRoots(roots) : "",
    classesStamp: workspace.classes.stamp,
    secretsStamp: roots ? workspace.secrets.stamp(roots.workspaceFolder) : "",
    registryStamp: workspace.live.stamp,
  };
}

/** What the classes of all entries depend on, beside the text. */
export function keyOfSurroundings(file: TextFile, workspace: Workspace): string {
  const roots = workspace.rootsOf(file);
  return `${roots ? keyOfRoots(roots) : ""}\0${workspace.classes.stamp}`;
}

/** One entry with what its class says now: for answers, which are given once. */
export async function freshEntry(
  item: ManifestItem,
  file: TextFile,
  workspace: Workspace,
): Promise<KnownEntry> {
  const roots = workspace.rootsOf(file);
  const { module } = readEntry(item);
  const lookup = module && roots ? await workspace.classes.lookup(module, roots) : null;
  return new KnownEntry(item, lookup, aroundOf(file, roots, workspace));
}

function aroundOf(file: TextFile, roots: LookupRoots | null, workspace: Workspace): Around {
  const { live } = workspace;
  const [snapshot, schemas] = [live.snapshotOf(file.uri), live.configSchemasOf(file.uri)];
  return { snapshot, schemas, roots, workspace };
}
