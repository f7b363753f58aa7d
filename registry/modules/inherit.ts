import type { ClassSearch } from "./class-search.ts";
import type { ClassFacts, ClassLookup, ModuleFacts, NamedSpan, StaticMember } from "./types.ts";

/** A class with what its bases add. */
export interface Inherited {
  readonly facts: ClassFacts;
  readonly isPlugin: Extract<ClassLookup, { kind: "found" }>["isPlugin"];
}

/** Longer chains of bases are machine-made. */
const MAX_BASES = 32;

/** Bases of the languages themselves: no plugin is made by them, and they add nothing that facts are about. */
const PLAIN_BASES = new Set([
  "object",
  "ABC",
  "abc.ABC",
  "Generic",
  "Protocol",
  "Object",
  "EventEmitter",
]);

/** Merges what a class inherits into its facts: its own members win, of several bases the first. */
export function inherit(
  search: ClassSearch,
  module: ModuleFacts,
  facts: ClassFacts,
): Promise<Inherited> {
  return new Inheritance(search).of(module, facts);
}

/** Visits each base once, however many classes between share it. */
class Inheritance {
  readonly #search: ClassSearch;
  readonly #known = new Map<ClassFacts, Inherited>();
  #depth = 0;

  constructor(search: ClassSearch) {
    this.#search = search;
  }

  async of(module: ModuleFacts, facts: ClassFacts): Promise<Inherited> {
    const known = this.#known.get(facts);
    if (known) return known;

    // What a circle of bases asks of itself on its way is unknown.
    const unknown: Inherited = { facts: { ...facts, complete: false }, isPlugin: "unknown" };
    if (this.#depth >= MAX_BASES) return unknown;
    this.#known.set(facts, unknown);
    this.#depth += 1;
    const inherited = await this.#merged(module, facts);
    this.#depth -= 1;
    this.#known.set(facts, inherited);
    return inherited;
  }

  async #merged(module: ModuleFacts, facts: ClassFacts): Promise<Inherited> {
    let merged = await this.#withImportedSchema(module, facts);
    const answers: Inherited["isPlugin"][] = facts.complete ? [] : ["unknown"];
    for (const base of facts.bases) {
      const found = await this.#search.local(module, base);
      if (found.kind === "plugin-base" || (found.kind === "class" && isPluginBase(found))) {
        answers.push("yes");
      } else if (found.kind === "class") {
        const inherited = await this.of(found.module, found.facts);
        answers.push(inherited.isPlugin);
        merged = merge(merged, placed(inherited.facts, found.module.file, module.file));
      } else if (!PLAIN_BASES.has(base)) {
        answers.push("unknown");
        merged = { ...merged, complete: false };
      }
    }
    const known = ["yes" as const, "unknown" as const].find((answer) => answers.includes(answer));
    return { facts: withoutGuesses(merged), isPlugin: known ?? "no" };
  }

  async #withImportedSchema(module: ModuleFacts, facts: ClassFacts): Promise<ClassFacts> {
    if (facts.configModel === null) return facts;
    const configSchema = await this.#search.schemaNamed(module, facts.configModel);
    return { ...facts, configSchema };
  }
}

/** A Python project has a `PluginBase` of its own, which need not be ours. */
function isPluginBase({
  module,
  facts,
}: {
  readonly module: ModuleFacts;
  readonly facts: ClassFacts;
}): boolean {
  return module.language === "python" && facts.name === "PluginBase";
}

function merge(own: ClassFacts, base: ClassFacts): ClassFacts {
  const takes = (member: StaticMember): boolean =>
    !own.declares.has(member) && base.declares.has(member);
  const names = new Set(own.methods.map(({ name }) => name));
  return {
    ...own,
    complete: own.complete && base.complete,
    declares: new Set([...own.declares, ...base.declares]),
    ...(takes("name") && { declaredName: base.declaredName }),
    ...(takes("description") && { description: base.description }),
    ...(takes("version") && { version: base.version }),
    ...(takes("hooks") && { hooks: base.hooks }),
    ...(takes("requiredSecrets") && { requiredSecrets: base.requiredSecrets }),
    ...(takes("configSchema") && {
      configSchema: base.configSchema,
      configModel: base.configModel,
    }),
    methods: [...own.methods, ...base.methods.filter(({ name }) => !names.has(name))],
    emits: [...own.emits, ...base.emits.filter((emit) => !isAmong(own.emits, emit))],
    secretReads:
      own.secretReads && base.secretReads ? [...own.secretReads, ...base.secretReads] : null,
    routes: own.routes.length > 0 ? own.routes : base.routes,
  };
}

/** Two bases may share a third. */
function isAmong(spans: readonly NamedSpan[], { file, span }: NamedSpan): boolean {
  return spans.some((known) => known.file === file && known.span.start === span.start);
}

/** What a base that cannot be followed may declare is not known to be undeclared. */
function withoutGuesses(facts: ClassFacts): ClassFacts {
  if (facts.complete) return facts;
  return {
    ...facts,
    hooks: facts.declares.has("hooks") ? facts.hooks : null,
    requiredSecrets: facts.declares.has("requiredSecrets") ? facts.requiredSecrets : null,
  };
}

/** Says of every span in which file it is, once it is not that of the class any more. */
function placed(facts: ClassFacts, file: string, target: string): ClassFacts {
  const placeAll = <Item extends NamedSpan>(items: readonly Item[]): readonly Item[] =>
    items.map((item) => {
      const { file: at = file, ...rest } = item;
      return (at === target ? rest : { ...item, file: at }) as Item;
    });
  return {
    ...facts,
    hooks: facts.hooks && placeAll(facts.hooks),
    requiredSecrets: facts.requiredSecrets && placeAll(facts.requiredSecrets),
    methods: placeAll(facts.methods),
    emits: placeAll(facts.emits),
    secretReads: facts.secretReads && placeAll(facts.secretReads),
    routes: placeAll(facts.routes),
  };
}
