import type { Problem } from "../../../schemas/index.ts";
import { missingImportProblem, ModuleNotFoundError } from "./import-problem.ts";
import { locationAt, makeCode, readText, type CodeMaker, type ModuleCode } from "./module-code.ts";
import { createInstance, type ModuleInstance } from "./module-instance.ts";
import type { ModuleResolver, Resolution } from "./resolve.ts";

/** The files behind one entry module. */
export interface GraphFiles {
  /** Everything that was read, configuration that decides about imports included. */
  readonly files: ReadonlySet<string>;
  /** What was looked for and was not there: appearing, it changes the graph. */
  readonly absent: ReadonlySet<string>;
}

/** A generation ready to be evaluated, or what is in the way. */
export type LinkResult =
  | { readonly kind: "linked"; readonly entry: ModuleInstance; readonly graph: GraphFiles }
  | { readonly kind: "failed"; readonly problems: readonly Problem[]; readonly graph: GraphFiles };

export interface LinkContext {
  readonly maker: CodeMaker;
  readonly resolver: ModuleResolver;
  /** The current instance of each file. */
  readonly current: ReadonlyMap<string, ModuleInstance>;
  /** Texts that are newer than the disk. */
  readonly texts: ReadonlyMap<string, string>;
  /** What was made of texts before anything asked for it. */
  readonly prepared: ReadonlyMap<string, ModuleCode>;
}

interface Visit {
  readonly code: ModuleCode;
  readonly resolutions: ReadonlyMap<string, Resolution>;
  readonly previous: ModuleInstance | null;
  readonly importers: Set<string>;
  dirty: boolean;
}

/**
 * Reads the graph below an entry and links new instances of what changed and of everything between that and the entry.
 * The others are kept as they are. Nothing is evaluated, and nothing that runs is touched.
 */
export function link(entry: string, fresh: boolean, context: LinkContext): LinkResult {
  const visits = new Map<string, Visit>();
  const absent = new Set<string>();
  const problems: Problem[] = [];
  visit(entry, null, { context, visits, absent });
  const top = visits.get(entry);
  if (top && fresh) top.dirty = true;
  for (const [file, { dirty, importers }] of visits)
    if (dirty) markImporters(file, importers, visits);

  const graph = { files: filesOf(visits, context.resolver), absent };
  collectProblems(entry, visits, problems, new Set());
  if (!top || problems.length > 0) return { kind: "failed", problems, graph };
  return { kind: "linked", entry: instantiate(entry, top, visits), graph };
}

interface Survey {
  readonly context: LinkContext;
  readonly visits: Map<string, Visit>;
  readonly absent: Set<string>;
}

function visit(file: string, importer: string | null, survey: Survey): void {
  const { context, visits } = survey;
  const known = visits.get(file);
  if (known) {
    if (importer !== null) known.importers.add(importer);
    return;
  }
  const previous = context.current.get(file) ?? null;
  const code = codeOf(file, previous, context);
  const resolutions = new Map(
    [...code.imports, ...code.lazyImports].map((name) => [
      name,
      context.resolver.resolve(name, file),
    ]),
  );
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
  for (const [specifier, resolution] of resolutions) {
    if (resolution.kind === "missing")
      for (const path of resolution.looked) survey.absent.add(path);
    // What is only imported lazily is followed once it has been loaded: before, nothing depends on its contents.
    if (resolution.kind !== "source") continue;
    const isStatic = code.imports.includes(specifier);
    if (isStatic || context.current.has(resolution.file)) visit(resolution.file, file, survey);
  }
  for (const imported of importedByComputedName(previous)) visit(imported, file, survey);
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

function codeOf(
  file: string,
  previous: ModuleInstance | null,
  { maker, texts, prepared }: LinkContext,
): ModuleCode {
  const text = texts.get(file) ?? readText(file);
  const known = previous?.code ?? prepared.get(file);
  if (known?.source === text) return known;
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
  for (const [specifier, resolution] of after) {
    if (JSON.stringify(before.get(specifier)) !== JSON.stringify(resolution)) return true;
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

function markImporters(
  file: string,
  importers: ReadonlySet<string>,
  visits: Map<string, Visit>,
): void {
  for (const importer of importers) {
    const one = visits.get(importer);
    if (!one || one.dirty || importer === file) continue;
    one.dirty = true;
    markImporters(importer, one.importers, visits);
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

/** What would keep the entry from being evaluated: broken modules and missing imports that it needs statically. */
function collectProblems(
  file: string,
  visits: ReadonlyMap<string, Visit>,
  problems: Problem[],
  seen: Set<string>,
): void {
  const one = visits.get(file);
  if (!one || seen.has(file)) return;
  seen.add(file);
  const { body, imports, source } = one.code;
  if (body.kind === "broken") problems.push(body.problem);
  for (const specifier of imports) {
    const resolution = one.resolutions.get(specifier);
    if (resolution?.kind === "source") collectProblems(resolution.file, visits, problems, seen);
    if (resolution?.kind !== "missing") continue;
    const error = new ModuleNotFoundError(specifier, file, resolution.looked);
    problems.push(missingImportProblem(error, specifierLocation(file, source, specifier)));
  }
}

function specifierLocation(
  file: string,
  source: string,
  specifier: string,
): ReturnType<typeof locationAt> {
  const offset = Math.max(source.indexOf(`"${specifier}"`), source.indexOf(`'${specifier}'`), -1);
  return locationAt(file, source, offset + 1);
}

/** New instances of what is dirty, bound to each other and to the kept ones. */
function instantiate(
  entry: string,
  top: Visit,
  visits: ReadonlyMap<string, Visit>,
): ModuleInstance {
  const generation = new Map<string, ModuleInstance>();
  for (const [file, one] of visits) {
    if (one.dirty) generation.set(file, createInstance(one.code, one.resolutions, generation));
  }
  const instanceOf = (file: string): ModuleInstance | null =>
    generation.get(file) ?? visits.get(file)?.previous ?? null;
  for (const instance of generation.values()) {
    for (const [specifier, resolution] of instance.resolutions) {
      const target = resolution.kind === "source" ? instanceOf(resolution.file) : null;
      if (target) instance.bindings.set(specifier, { kind: "instance", instance: target });
    }
  }
  return instanceOf(entry) ?? createInstance(top.code, top.resolutions, generation);
}
