import { isAbsolute } from "node:path";
import type { Problem } from "../../../schemas/index.ts";
import { stampOf, type DiskStamps } from "./disk-stamps.ts";
import { makeCode, readText, type CodeMaker, type ModuleCode } from "./module-code.ts";
import type { ModuleInstance } from "./module-instance.ts";
import type { ModuleResolver, Resolution } from "./resolve.ts";

/** The files behind one entry module. */
export interface GraphFiles {
  /** Everything that was read, configuration that decides about imports included. */
  readonly files: ReadonlySet<string>;
  /** What was looked for and was not there: appearing, it changes the graph. */
  readonly absent: ReadonlySet<string>;
}

/** What reading a graph takes. */
export interface LinkContext {
  readonly maker: CodeMaker;
  readonly resolver: ModuleResolver;
  /** The current instance of each file. */
  readonly current: ReadonlyMap<string, ModuleInstance>;
  /** Texts that are newer than the disk. */
  readonly texts: ReadonlyMap<string, string>;
  /** What was made of texts before anything asked for it. */
  readonly prepared: ReadonlyMap<string, ModuleCode>;
  /** What the files held that running code was made of. */
  readonly stamps: DiskStamps;
  /**
   * Nothing is known to have changed but `texts`: the other files that run are looked at, and unless they were written neither read again
   * nor their imports looked for.
   */
  readonly isTrusting: boolean;
}

/** One module of a graph as its text is now. */
export interface Visit {
  readonly code: ModuleCode;
  readonly resolutions: ReadonlyMap<string, Resolution>;
  /** Its current instance. */
  readonly previous: ModuleInstance | null;
  readonly importers: Set<string>;
  /** It changed, or something that it imports did: it has to be evaluated anew. */
  dirty: boolean;
}

/** Every module below an entry, in the order in which they are met. */
export interface Survey {
  readonly visits: ReadonlyMap<string, Visit>;
  readonly graph: GraphFiles;
}

/** Reads the graph below an entry and tells what of it changed. `fresh` takes the entry itself for changed in any case. */
export function surveyGraph(entry: string, fresh: boolean, context: LinkContext): Survey {
  const visits = new Map<string, Visit>();
  const absent = new Set<string>();
  // A list, not calls of calls: a chain of imports may be longer than a stack.
  const ahead: Step[] = [{ file: entry, importer: null }];
  for (let step = ahead.pop(); step; step = ahead.pop()) {
    ahead.push(...visit(step, { context, visits, absent }).toReversed());
  }
  const top = visits.get(entry);
  if (top && fresh) top.dirty = true;
  markImporters(visits);
  return { visits, graph: { files: filesOf(visits, context.resolver), absent } };
}

interface Journey {
  readonly context: LinkContext;
  readonly visits: Map<string, Visit>;
  readonly absent: Set<string>;
}

interface Step {
  readonly file: string;
  readonly importer: string | null;
}

/** Answers with the steps that lead on from a file, none when it is known. */
function visit({ file, importer }: Step, { context, visits, absent }: Journey): readonly Step[] {
  const known = visits.get(file);
  if (known) {
    if (importer !== null) known.importers.add(importer);
    return [];
  }
  const previous = context.current.get(file) ?? null;
  const { code, resolutions } = textOf(file, previous, context);
  const dirty =
    !previous ||
    previous.code !== code ||
    previous.state === "failed" ||
    differ(previous.resolutions, resolutions) ||
    isBoundToOldCode(previous, context.current);
  visits.set(file, {
    code,
    resolutions,
    previous,
    dirty,
    importers: new Set(importer === null ? [] : [importer]),
  });
  const followed: string[] = [];
  for (const [specifier, resolution] of resolutions) {
    if (resolution.kind === "missing")
      // Some of it is no place that anything could appear at.
      for (const place of resolution.looked) if (isAbsolute(place)) absent.add(place);
    // What is only imported lazily is followed once it has been loaded: before, nothing depends on its contents.
    if (resolution.kind !== "source") continue;
    const isStatic = code.imports.includes(specifier);
    if (isStatic || context.current.has(resolution.file)) followed.push(resolution.file);
  }
  followed.push(...importedByComputedName(previous));
  return followed.map((imported) => ({ file: imported, importer: file }));
}

/** No text says that these belong to the graph: only that the running code has asked for them. */
function importedByComputedName(previous: ModuleInstance | null): readonly string[] {
  if (previous === null) return [];
  return Array.from(previous.bindings, ([specifier, binding]) =>
    binding.kind === "instance" && !previous.resolutions.has(specifier)
      ? binding.instance.code.file
      : null,
  ).filter((file) => file !== null);
}

/** What a file's text is, and where its imports lead. */
function textOf(
  file: string,
  previous: ModuleInstance | null,
  context: LinkContext,
): Pick<Visit, "code" | "resolutions"> {
  const { isTrusting, texts, resolver, stamps } = context;
  // Of several files that change at once, as by a switch of branches, one is told of first.
  const isKnown = isTrusting && previous !== null && !texts.has(file);
  if (isKnown && stamps.isUntouched(previous.code)) return previous;
  const code = codeOf(file, previous, context);
  const before = isTrusting ? previous?.resolutions : undefined;
  const resolutions = [...code.imports, ...code.lazyImports].map((name) => {
    const known = name.startsWith(".") ? before?.get(name) : undefined;
    return [name, known ?? resolver.resolve(name, file)] as const;
  });
  return { code, resolutions: new Map(resolutions) };
}

function codeOf(file: string, previous: ModuleInstance | null, context: LinkContext): ModuleCode {
  const told = context.texts.get(file);
  if (told !== undefined) return codeOfText(file, told, previous, context);
  // Before it is read: what is written meanwhile is seen the next time.
  const stamp = stampOf(file);
  const code = codeOfText(file, readText(file), previous, context);
  context.stamps.note(code, stamp);
  return code;
}

function codeOfText(
  file: string,
  text: string | null,
  previous: ModuleInstance | null,
  { maker, prepared }: LinkContext,
): ModuleCode {
  if (previous?.code.source === text) return previous.code;
  const made = prepared.get(file);
  if (made?.source === text) return made;
  if (text !== null) return makeCode(maker, file, text);
  const problem: Problem = {
    code: "plugin/import-not-found",
    message: `${file} cannot be read`,
    at: new Date().toISOString(),
    location: { file, line: 0, character: 0 },
    stack: null,
  };
  return { file, source: "", imports: [], lazyImports: [], body: { kind: "broken", problem } };
}

function differ(
  before: ReadonlyMap<string, Resolution>,
  after: ReadonlyMap<string, Resolution>,
): boolean {
  if (before === after) return false;
  for (const [specifier, resolution] of after) {
    const known = before.get(specifier);
    if (known !== resolution && JSON.stringify(known) !== JSON.stringify(resolution)) return true;
  }
  return false;
}

/** What it imports was replaced for the sake of another importer, while nobody loaded this one anew. */
function isBoundToOldCode(
  { bindings }: ModuleInstance,
  current: ReadonlyMap<string, ModuleInstance>,
): boolean {
  for (const binding of bindings.values()) {
    if (binding.kind !== "instance") continue;
    if (current.get(binding.instance.code.file) !== binding.instance) return true;
  }
  return false;
}

/** Whatever imports something dirty is dirty, too. */
function markImporters(visits: ReadonlyMap<string, Visit>): void {
  const ahead = [...visits.values()].filter(({ dirty }) => dirty);
  for (let one = ahead.pop(); one; one = ahead.pop()) {
    for (const importer of one.importers) {
      const above = visits.get(importer);
      if (!above || above.dirty) continue;
      above.dirty = true;
      ahead.push(above);
    }
  }
}

function filesOf(visits: ReadonlyMap<string, Visit>, resolver: ModuleResolver): Set<string> {
  const files = new Set<string>();
  for (const [file, { resolutions }] of visits) {
    files.add(file);
    const config = resolver.configFor(file, resolutions.keys());
    if (config !== null) files.add(config);
    for (const resolution of resolutions.values()) {
      if (resolution.kind === "source") files.add(resolution.file);
    }
  }
  return files;
}
