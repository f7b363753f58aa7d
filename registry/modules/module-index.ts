import { ClassSearch } from "./class-search.ts";
import { filesOfClass } from "./class-uses.ts";
import { mayExtend, referenceTo, sourcesBelow } from "./discover.ts";
import { createFolders } from "./folders.ts";
import { createSourceParser, type GrammarLocator } from "./grammars.ts";
import { inherit } from "./inherit.ts";
import { languageOf } from "./languages.ts";
import { findAnnouncements } from "./packages/announcements.ts";
import { InstalledPackages } from "./packages/installed-package.ts";
import { resolveModule } from "./resolve.ts";
import { SchemaFiles } from "./schemas/schema-files.ts";
import { SourceCache } from "./source-cache.ts";
import type {
  ClassFacts,
  ClassLookup,
  ClassUses,
  DiscoveredPlugin,
  LookupRoots,
  ModuleFacts,
  ModuleIndex,
} from "./types.ts";

/** Opens an index of plugin sources. Grammars are loaded when the first source is read; `dispose` frees them. */
export function createModuleIndex(locate: GrammarLocator, parseDeadlineMs?: number): ModuleIndex {
  const parser = createSourceParser(locate, parseDeadlineMs);
  const sources = new SourceCache(parser);
  const folders = createFolders();
  const schemaFiles = new SchemaFiles(folders);
  const packages = new InstalledPackages();

  async function lookup(reference: string, roots: LookupRoots): Promise<ClassLookup> {
    const resolution = resolveModule(reference, roots, folders);
    if (resolution.kind === "not-found") {
      return { kind: "file-not-found", looked: resolution.looked };
    }
    if (resolution.kind !== "found") return resolution;

    const { file, className } = resolution;
    const source = await sources.read(file);
    if (source.kind === "missing") return { kind: "file-not-found", looked: [file] };
    if (source.kind === "unreadable") return source;

    const search = new ClassSearch(sources, folders, roots);
    const found = await search.exported(source.facts, className);
    if (found.kind === "function") {
      const { module, span } = found;
      return {
        kind: "contributor",
        file: module.file,
        span,
        contributes: module.contributes ?? [],
        installed: packages.packageOf(module.file, reference),
      };
    }
    if (found.kind !== "class") {
      return {
        kind: "class-not-found",
        file,
        candidates: candidatesOf(source.facts),
        certain: found.kind === "absent" && !source.facts.broken,
      };
    }
    const { facts, isPlugin } = await inherit(search, found.module, found.facts);
    const { file: own } = found.module;
    const described = await withSchemaFile(own, facts);
    return {
      kind: "found",
      file: own,
      facts: described,
      isPlugin,
      hasSchemaFile: described !== facts,
      installed: packages.packageOf(own, reference),
    };
  }

  /** A schema beside the source wins over what the source says. */
  async function withSchemaFile(file: string, facts: ClassFacts): Promise<ClassFacts> {
    const configSchema = await schemaFiles.beside(file, facts.name);
    return configSchema ? { ...facts, configSchema } : facts;
  }

  async function discover(
    roots: LookupRoots,
    signal?: AbortSignal,
  ): Promise<readonly DiscoveredPlugin[]> {
    const plugins: DiscoveredPlugin[] = [];
    for await (const file of sourcesBelow(roots, signal)) {
      const module = await sources.readIf(file, mayExtend);
      if (signal?.aborted) break;
      if (module) plugins.push(...(await pluginsIn(module, roots)));
    }
    return signal?.aborted ? plugins : [...plugins, ...(await announcedPlugins(roots))];
  }

  async function announcedPlugins(roots: LookupRoots): Promise<readonly DiscoveredPlugin[]> {
    const announced = await findAnnouncements(roots);
    const found = await Promise.all(
      announced.map(async ({ module, distribution }) => ({
        reference: module,
        announcedBy: distribution,
        lookup: await lookup(module, roots),
      })),
    );
    return found.flatMap(({ reference, announcedBy, lookup: known }): DiscoveredPlugin[] =>
      known.kind === "found" && known.isPlugin !== "no"
        ? [{ reference, announcedBy, facts: known.facts, file: known.file }]
        : [],
    );
  }

  async function pluginsIn(
    module: ModuleFacts,
    roots: LookupRoots,
  ): Promise<readonly DiscoveredPlugin[]> {
    const plugins: DiscoveredPlugin[] = [];
    for (const own of module.classes) {
      if (!own.exported || own.abstract || own.bases.length === 0) continue;
      const search = new ClassSearch(sources, folders, roots);
      const { facts, isPlugin } = await inherit(search, module, own);
      if (isPlugin !== "yes") continue;
      const reference = referenceTo(module.file, exportedNameOf(module, own.name), roots);
      const described = await withSchemaFile(module.file, facts);
      plugins.push({ reference, facts: described, file: module.file, announcedBy: null });
    }
    return plugins;
  }

  async function usesOfClass(
    declaredIn: string,
    name: string,
    roots: LookupRoots,
  ): Promise<ClassUses> {
    const modules: ModuleFacts[] = [];
    for await (const file of sourcesBelow(roots, undefined)) {
      // A file that gives on everything need not name the class.
      const module = await sources.readIf(
        file,
        (text) => text.includes(name) || GIVES_ON_ALL.test(text),
      );
      if (module) modules.push(module);
    }
    const users = filesOfClass(declaredIn, name, modules, roots, folders);
    const read = await Promise.all(
      [...users].map(async ([file, namespaces]) => ({
        file,
        names: await sources.namesIn(file, name, namespaces),
      })),
    );
    return {
      spans: read.flatMap(({ file, names }) => names.spans.map((span) => ({ file, span }))),
      otherNames: new Set(read.flatMap(({ names }) => [...names.others])),
    };
  }

  return {
    lookup,
    discover,
    usesOfClass,
    async facts(file) {
      if (languageOf(file) === null) return null;
      const source = await sources.read(file);
      return source.kind === "read" ? source.facts : null;
    },
    setOverlay: (file, text) => sources.setOverlay(file, text),
    invalidate: (file) => sources.invalidate(file),
    dispose: () => parser.dispose(),
  };
}

/** `export * from`, and `from … import *`. */
const GIVES_ON_ALL = /\bexport\s*\*|\bimport\s*\*/;

/** Names that a reference to the module could end in. */
function candidatesOf(module: ModuleFacts): readonly string[] {
  const classes = module.classes.filter(({ exported }) => exported);
  return [...new Set(classes.map(({ name }) => exportedNameOf(module, name)))];
}

/** The name under which a reference reaches a class: `default` only when it has no other. */
function exportedNameOf(module: ModuleFacts, local: string): string {
  const names = [...module.exports]
    .filter(([, entry]) => entry.from === null && entry.local === local)
    .map(([name]) => name);
  return names.find((name) => name !== "default") ?? names[0] ?? local;
}
