import type { Span } from "../base/text.ts";
import type { Folders } from "./folders.ts";
import { resolveImport } from "./resolve-import.ts";
import type { SourceCache } from "./source-cache.ts";
import type { ClassFacts, JsonSchema, LookupRoots, ModuleFacts } from "./types.ts";

/** What following a name across modules leads to. */
export type FoundName =
  | { readonly kind: "class"; readonly module: ModuleFacts; readonly facts: ClassFacts }
  /** A function of the module. */
  | { readonly kind: "function"; readonly module: ModuleFacts; readonly span: Span }
  /** What a class may have for its `config`. */
  | { readonly kind: "schema"; readonly schema: JsonSchema }
  /** The base class itself, which every plugin extends. */
  | { readonly kind: "plugin-base" }
  /** A module has no such name; nothing was left out. */
  | { readonly kind: "absent" }
  /** The way leads out of what can be read. */
  | { readonly kind: "unknown" };

/** Chains of re-exports and bases that are longer are machine-made. */
const MAX_STEPS = 200;

/** The modules that the SDK is imported from. Their `PluginBase` is not looked for: it is known. */
const SDK_MODULES = new Set(["patchbay", "agent_pm.plugins.base", "agent_pm.plugins"]);

/** Follows names through imports and re-exports. One search per lookup, one question at a time: it remembers where it has been. */
export class ClassSearch {
  readonly #sources: SourceCache;
  readonly #folders: Folders;
  readonly #roots: LookupRoots;
  readonly #known = new Map<string, FoundName>();

  constructor(sources: SourceCache, folders: Folders, roots: LookupRoots) {
    this.#sources = sources;
    this.#folders = folders;
    this.#roots = roots;
  }

  /** What a module exports under a name. */
  exported(module: ModuleFacts, name: string): Promise<FoundName> {
    return this.#once(`${module.file}\0${name}`, () => this.#exported(module, name));
  }

  async #exported(module: ModuleFacts, name: string): Promise<FoundName> {
    const entry = module.exports.get(name);
    if (entry?.from === null) return this.local(module, entry.local);
    if (entry) return this.#imported(module, entry.from ?? "", entry.local);
    return this.#starExported(module, name);
  }

  async #starExported(module: ModuleFacts, name: string): Promise<FoundName> {
    let outcome: FoundName = { kind: "absent" };
    for (const specifier of module.starExports) {
      const found = await this.#imported(module, specifier, name);
      if (found.kind === "unknown") outcome = found;
      else if (found.kind !== "absent") return found;
    }
    return outcome;
  }

  /** The schema that a name means inside a module; null where it means none that can be read. */
  async schemaNamed(module: ModuleFacts, written: string): Promise<JsonSchema | null> {
    const found = await this.local(module, written);
    if (found.kind === "schema") return found.schema;
    // A model is a class, too.
    return found.kind === "class" ? (found.module.schemas.get(found.facts.name) ?? null) : null;
  }

  /** What a name means inside a module: a class of its own, or one that it imports. */
  async local(module: ModuleFacts, written: string): Promise<FoundName> {
    const facts = module.classes.find(({ name }) => name === written);
    if (facts) return { kind: "class", module, facts };

    const callable = module.functions.find(({ name }) => name === written);
    if (callable) return { kind: "function", module, span: callable.span };

    const schema = module.schemas.get(written);
    if (schema) return { kind: "schema", schema };

    const [first = "", ...rest] = written.split(".");
    const binding = module.bindings.get(first);
    if (!binding) return rest.length === 0 ? this.#undeclared(module, written) : UNKNOWN;

    const last = rest.at(-1);
    if (last === undefined) return this.#imported(module, binding.from, binding.imported);
    // `ns.Class`, and in Python `package.module.Class`.
    const through = [...(binding.imported === "*" ? [] : [binding.imported]), ...rest.slice(0, -1)];
    return this.#imported(module, joined(binding.from, through), last);
  }

  async #undeclared(module: ModuleFacts, name: string): Promise<FoundName> {
    if (name === "PluginBase") return { kind: "plugin-base" };
    if (module.language !== "python") return UNKNOWN;
    const found = await this.#starExported(module, name);
    return found.kind === "absent" ? UNKNOWN : found;
  }

  async #imported(module: ModuleFacts, specifier: string, name: string): Promise<FoundName> {
    const isBase = name === "PluginBase";
    if (isBase && SDK_MODULES.has(specifier)) return { kind: "plugin-base" };

    const target = await this.#module(module, specifier);
    const found = target ? await this.exported(target, name) : UNKNOWN;
    return isBase && !target ? { kind: "plugin-base" } : found;
  }

  async #module(from: ModuleFacts, specifier: string): Promise<ModuleFacts | null> {
    const file = resolveImport(specifier, from, this.#roots, this.#folders);
    if (file === null) return null;
    const source = await this.#sources.read(file);
    return source.kind === "read" ? source.facts : null;
  }

  /** A question that comes up again while it is being answered is a circle: nothing is found on that way. */
  async #once(question: string, answer: () => Promise<FoundName>): Promise<FoundName> {
    const known = this.#known.get(question);
    if (known) return known;
    if (this.#known.size >= MAX_STEPS) return UNKNOWN;

    this.#known.set(question, { kind: "absent" });
    const found = await answer();
    this.#known.set(question, found);
    return found;
  }
}

const UNKNOWN: FoundName = { kind: "unknown" };

/** A Python module below another one; `.` already ends with its separator. */
function joined(module: string, parts: readonly string[]): string {
  return parts.reduce(
    (path, part) => (path.endsWith(".") ? path + part : `${path}.${part}`),
    module,
  );
}
