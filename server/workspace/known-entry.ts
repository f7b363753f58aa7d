import type { ManifestItem } from "../../registry/manifest/index.ts";
import type { ClassLookup, LookupRoots } from "../../registry/modules/index.ts";
import type { PluginStatus, SecretStatus } from "../../schemas/index.ts";
import { readEntry, type Entry } from "./entry.ts";
import type { TextFile } from "./text-file.ts";
import type { Workspace } from "./workspace.ts";

/** One entry of a manifest with what is known around it. */
export interface KnownEntry {
  readonly item: ManifestItem;
  readonly entry: Entry;
  /** The class that it names; null while it is not known, or when it names none. */
  readonly lookup: ClassLookup | null;
  /** The secrets that the class requires; empty while they are not known. */
  secrets(): readonly SecretStatus[];
  /** The running plugin; null when no registry runs, or when it runs another module. */
  readonly plugin: PluginStatus | null;
}

/** With what was last read of the class: for diagnostics, which come again when more is known. */
export function knownEntry(item: ManifestItem, file: TextFile, workspace: Workspace): KnownEntry {
  const entry = readEntry(item);
  const roots = workspace.rootsOf(file);
  const lookup = entry.module && roots ? workspace.classes.known(entry.module, roots) : null;
  return surround(item, entry, lookup, file, workspace);
}

/** With what the class says now: for answers, which are given once. */
export async function freshEntry(
  item: ManifestItem,
  file: TextFile,
  workspace: Workspace,
): Promise<KnownEntry> {
  const entry = readEntry(item);
  const roots = workspace.rootsOf(file);
  const lookup = entry.module && roots ? await workspace.classes.lookup(entry.module, roots) : null;
  return surround(item, entry, lookup, file, workspace);
}

function surround(
  item: ManifestItem,
  entry: Entry,
  lookup: ClassLookup | null,
  file: TextFile,
  workspace: Workspace,
): KnownEntry {
  const plugin = workspace.live.pluginOf(file.uri, item);
  return {
    item,
    entry,
    lookup,
    plugin: plugin?.module === entry.module ? plugin : null,
    secrets: () => {
      const roots = workspace.rootsOf(file);
      return roots ? secretsOf(item, entry, lookup, roots, workspace) : [];
    },
  };
}

function secretsOf(
  { name: plugin }: ManifestItem,
  { secretOverrides: overrides }: Entry,
  lookup: ClassLookup | null,
  { workspaceFolder }: LookupRoots,
  { secrets }: Workspace,
): readonly SecretStatus[] {
  if (lookup?.kind !== "found") return [];
  return (lookup.facts.requiredSecrets ?? []).map(({ name }) =>
    secrets.status({ name, plugin, overrides }, workspaceFolder),
  );
}
