import { ClassSearch } from "./class-search.ts";
import { mayExtend, referenceTo, sourcesBelow } from "./discover.ts";
import { createFolders } from "./folders.ts";
import { createSourceParser, type GrammarLocator } from "./grammars.ts";
import { inherit } from "./inherit.ts";
import { languageOf } from "./languages.ts";
import { resolveModule } from "./resolve.ts";
import { SourceCache } from "./source-cache.ts";
import type {
  ClassLookup,
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
    const inherited = await inherit(search, found.module, found.facts);
    return { kind: "found", file: found.module.file, ...inherited };
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
    return plugins;
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
      plugins.push({ reference, facts, file: module.file });
    }
    return plugins;
  }

  return {
    lookup,
    discover,
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
