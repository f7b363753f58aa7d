import type { Location } from "vscode-languageserver";
import type { ClassFacts, ClassLookup, NamedSpan } from "../../registry/modules/index.ts";
import { uriOfFile } from "../base/index.ts";
import {
  spanOfHook,
  handlerOf,
  isRecord,
  keysIn,
  knownEntries,
  literalsIn,
  locate,
  namesIn,
  partsOfModule,
  settledEntries,
  type KnownEntry,
  type TextFile,
  type Workspace,
} from "../workspace/index.ts";
import { placesOfAnchor } from "./anchors.ts";
import type { NamedThing } from "./symbol.ts";

/** A place where something is named. */
export interface Occurrence extends Location {
  /**
   * What stands there if it is not the name itself: a method `postPlan` of the hook `post_plan`; a plain scalar, which not every
   * name can be.
   */
  readonly spelling: "as-is" | "camel-case" | "plain-yaml";
  /** Where the thing comes from: a class, a handler, a line of `.env`. */
  readonly isDeclaration: boolean;
}

/** Everywhere that something is named: in the manifests, in the sources of their plugins, in `.env` and the secrets file. */
export async function occurrencesOf(
  thing: NamedThing,
  around: TextFile,
  workspace: Workspace,
): Promise<readonly Occurrence[]> {
  if (thing.kind === "anchor") return placesOfThis(thing, around);
  const found: Occurrence[] = [];
  const target = await targetOf(thing, around, workspace);
  // A plugin's name is its manifest's; what sources name is everybody's.
  const manifests = thing.kind === "plugin" ? [around] : workspace.manifests.all();
  // Entries that share a class share its occurrences.
  const read = new Set<ClassLookup | null>();
  for (const file of manifests) {
    for (const known of await settledEntries(file, workspace)) {
      found.push(...inManifest(thing, known, file, target));
      if (!read.has(known.lookup)) found.push(...(await inSource(thing, known, workspace)));
      read.add(known.lookup);
    }
  }
  if (target) found.push(...(await usesOf(target, around, workspace)));
  found.push(...inSecretFiles(thing, around, workspace));
  return withoutRepeats(found);
}

/** The places of one manifest, at once: from what is known of its classes. */
export function occurrencesIn(
  thing: NamedThing,
  file: TextFile,
  workspace: Workspace,
): readonly Occurrence[] {
  if (thing.kind === "anchor") return placesOfThis(thing, file);
  const entries = knownEntries(file, workspace);
  const lookup =
    thing.kind === "class"
      ? entries.find(({ entry }) => entry.module === thing.reference)?.lookup
      : null;
  const target = lookup?.kind === "found" ? toTarget(lookup) : null;
  return entries.flatMap((known) => inManifest(thing, known, file, target));
}

/** Which class is meant: one file's, whatever way it is referred to. */
interface Target {
  readonly file: string;
  readonly facts: ClassFacts;
}

const toTarget = ({ file, facts }: Target): Target => ({ file, facts });

async function targetOf(
  thing: NamedThing,
  around: TextFile,
  workspace: Workspace,
): Promise<Target | null> {
  const roots = thing.kind === "class" ? workspace.rootsOf(around) : null;
  if (thing.kind !== "class" || !roots) return null;
  const lookup = await workspace.classes.lookup(thing.reference, roots);
  return lookup.kind === "found" ? toTarget(lookup) : null;
}

/** In the sources that declare a class, import it and give it on. */
async function usesOf(
  { file, facts }: Target,
  around: TextFile,
  workspace: Workspace,
): Promise<Occurrence[]> {
  const roots = workspace.rootsOf(around);
  const { spans = [] } = roots ? await workspace.classes.usesOf(file, facts.name, roots) : {};
  return Promise.all(
    spans.map(async ({ file: named, span }): Promise<Occurrence> => ({
      ...(await locate(named, span, workspace.texts)),
      spelling: "as-is",
      isDeclaration: named === file && span.start === facts.span.start,
    })),
  );
}

function placesOfThis({ place }: AnchorThing, file: TextFile): readonly Occurrence[] {
  return placesOfAnchor(file.text, place).map(({ span, isAlias }) => at(file, span, !isAlias));
}

type AnchorThing = Extract<NamedThing, { kind: "anchor" }>;
type SharedThing = Exclude<NamedThing, AnchorThing>;

function inManifest(
  thing: SharedThing,
  { item, entry, lookup }: KnownEntry,
  file: TextFile,
  target: Target | null,
): Occurrence[] {
  switch (thing.kind) {
    case "plugin": {
      const name = item.name === thing.name ? item.spansAt(["name"])?.value : undefined;
      return name ? inYaml(file, name, true) : [];
    }
    case "hook":
      return (entry.hooks ?? []).flatMap((hook, index) => {
        const span = hook === thing.name ? spanOfHook(item, index) : undefined;
        return span ? inYaml(file, span) : [];
      });
    case "secret": {
      const overrides = isRecord(entry.secretOverrides) ? entry.secretOverrides : {};
      const isThere = Object.hasOwn(overrides, thing.name);
      const spans = isThere ? item.spansAt(["config", "secrets", thing.name]) : null;
      return spans ? inYaml(file, spans.key) : [];
    }
    case "class": {
      const isTarget = lookup?.kind === "found" && lookup.file === target?.file;
      const parts =
        isTarget && lookup.facts.name === target?.facts.name
          ? partsOfModule(item, file.text)
          : null;
      // An entry may know the class under another name, which it was exported as.
      const isNamedSo =
        parts && file.text.slice(parts.className.start, parts.className.end) === thing.name;
      return isNamedSo ? [at(file, parts.className)] : [];
    }
  }
}

async function inSource(
  thing: SharedThing,
  { lookup }: KnownEntry,
  workspace: Workspace,
): Promise<Occurrence[]> {
  if (lookup?.kind !== "found") return [];
  const { facts, file } = lookup;
  const place = async (
    { span, file: other = file }: Omit<NamedSpan, "name">,
    rest: Partial<Occurrence> = {},
  ): Promise<Occurrence> => ({
    ...(await locate(other, span, workspace.texts)),
    spelling: "as-is",
    isDeclaration: false,
    ...rest,
  });
  switch (thing.kind) {
    case "plugin":
    case "class":
      return [];
    case "hook": {
      const handler = handlerOf(facts, thing.name);
      const named = namedIn(facts, thing.name);
      const handled = handler && named.length > 0 ? [handler] : [];
      return Promise.all([
        ...named.map((each) => place(each)),
        ...handled.map((each) =>
          place(each, {
            isDeclaration: true,
            spelling: each.name === thing.name ? "as-is" : "camel-case",
          }),
        ),
      ]);
    }
    case "secret": {
      const isRequired = facts.requiredSecrets?.some(({ name }) => name === thing.name);
      if (!isRequired) return [];
      const literals = await literalsIn(file, thing.name, workspace.texts);
      return Promise.all(literals.map((span) => place({ span })));
    }
  }
}

function namedIn({ hooks, emits }: ClassFacts, hook: string): readonly NamedSpan[] {
  return [...(hooks ?? []), ...emits].filter(({ name }) => name === hook);
}

/** A secret's own lines; a plugin's section of the secrets file. */
function inSecretFiles(thing: SharedThing, around: TextFile, workspace: Workspace): Occurrence[] {
  const roots = workspace.rootsOf(around);
  if (!roots || (thing.kind !== "secret" && thing.kind !== "plugin")) return [];
  const { dotenvFile, secretsFile } = workspace.secrets.filesOf(roots.workspaceFolder);
  const placesIn = (file: string | null, names: typeof namesIn): Occurrence[] =>
    (file === null ? [] : names(file))
      .filter(({ name, sections }) => {
        const isSection = sections.length === 1 && sections[0] === "plugins";
        return name === thing.name && isSection === (thing.kind === "plugin");
      })
      .map(({ name, line, character, isPlainYaml }) => ({
        uri: uriOfFile(file ?? ""),
        range: { start: { line, character }, end: { line, character: character + name.length } },
        spelling: isPlainYaml ? "plain-yaml" : "as-is",
        isDeclaration: thing.kind === "secret",
      }));
  return [...placesIn(dotenvFile, namesIn), ...placesIn(secretsFile, keysIn)];
}

function at(
  file: TextFile,
  span: { start: number; end: number },
  isDeclaration = false,
): Occurrence {
  return { uri: file.uri, range: file.rangeOf(span), spelling: "as-is", isDeclaration };
}

/** A scalar of a manifest, without the quotes that may stand around it; none of several lines. */
function inYaml(
  file: TextFile,
  span: { start: number; end: number },
  isDeclaration = false,
): Occurrence[] {
  const written = file.slice(span);
  if (/[\r\n]/.test(written)) return [];
  if (!/^(["']).*\1$/.test(written)) {
    return [{ ...at(file, span, isDeclaration), spelling: "plain-yaml" }];
  }
  return [at(file, { start: span.start + 1, end: span.end - 1 }, isDeclaration)];
}

/** One class may be found by several references. */
function withoutRepeats(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  const byPlace = new Map(
    occurrences.map((each) => {
      const { line, character } = each.range.start;
      return [`${each.uri}:${line}:${character}`, each] as const;
    }),
  );
  return [...byPlace.values()];
}
