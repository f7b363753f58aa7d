import type { Location } from "vscode-languageserver";
import type { ManifestItem } from "../../registry/manifest/index.ts";
import type { ClassLookup } from "../../registry/modules/index.ts";
import { uriOfFile } from "../base/index.ts";
import {
  freshEntry,
  handlerOf,
  hooksOf,
  keysIn,
  locate,
  namesIn,
  settledEntries,
  type KnownEntry,
  type TextFile,
  type Workspace,
} from "../workspace/index.ts";
import { anchorOf } from "./anchors.ts";
import type { NamedThing } from "./symbol.ts";

/** Something that is named in an entry of a manifest. */
export interface NamedPlace {
  readonly thing: NamedThing;
  readonly file: TextFile;
  readonly item: ManifestItem | null;
  readonly workspace: Workspace;
}

/**
 * What a name stands for: a plugin's or a reference's class, a hook's method, a secret's line in `.env` or the secrets file
 * (where it has none: where the class requires it), an alias' anchor.
 */
export async function definitionOf(place: NamedPlace): Promise<Location | null> {
  const { thing, workspace } = place;
  if (thing.kind === "anchor") {
    // The extension that checks the YAML offers the way from aliases to anchors, too.
    return workspace.setup.yamlIsChecked ? null : definitionOfAnchor(thing.place, place.file);
  }
  const known = await knownAt(place);
  if (!known) return null;
  switch (thing.kind) {
    case "plugin":
    case "class":
      return definitionOfClass(known.lookup, workspace);
    case "hook":
      return handlerIn(known, thing.name, workspace);
    case "secret":
      return (await lineOfSecret(thing.name, known)) ?? requirementOf(thing.name, known, workspace);
  }
}

/** Where a name is declared: a hook in the list of its class, a secret among those that the class requires. */
export async function declarationOf(place: NamedPlace): Promise<Location | null> {
  const { thing, workspace } = place;
  const known = thing.kind === "anchor" ? null : await knownAt(place);
  if (thing.kind === "hook" && known?.lookup?.kind === "found") {
    const { file, facts } = known.lookup;
    const declared = facts.hooks?.find(({ name }) => name === thing.name);
    if (declared) return locate(declared.file ?? file, declared.span, workspace.texts);
  }
  if (thing.kind === "secret" && known) {
    const required = await requirementOf(thing.name, known, workspace);
    if (required) return required;
  }
  return definitionOf(place);
}

/** What does the work: of a hook every plugin's method, in the order of the manifest; of all else its definition. */
export async function implementationsOf(place: NamedPlace): Promise<readonly Location[]> {
  const { thing, file, workspace } = place;
  if (thing.kind !== "hook") {
    const definition = await definitionOf(place);
    return definition ? [definition] : [];
  }
  const entries = await settledEntries(file, workspace);
  const called = entries.filter((known) => hooksOf(known).includes(thing.name));
  const found = await Promise.all(called.map((known) => handlerIn(known, thing.name, workspace)));
  const byPlace = new Map(
    found.flatMap((location) => (location ? [[JSON.stringify(location), location] as const] : [])),
  );
  return [...byPlace.values()];
}

async function knownAt({ item, file, workspace }: NamedPlace): Promise<KnownEntry | null> {
  return item && freshEntry(item, file, workspace);
}

function definitionOfAnchor(
  place: Extract<NamedThing, { kind: "anchor" }>["place"],
  file: TextFile,
): Location | null {
  const anchor = place.isAlias ? anchorOf(file.text, place) : place;
  return anchor && { uri: file.uri, range: file.rangeOf(anchor.span) };
}

async function definitionOfClass(
  lookup: ClassLookup | null,
  { texts }: Workspace,
): Promise<Location | null> {
  if (lookup?.kind === "found") return locate(lookup.file, lookup.facts.span, texts);
  if (lookup?.kind === "contributor") return locate(lookup.file, lookup.span, texts);
  // The file is there, if not the class: that is where it has to be written.
  return lookup?.kind === "class-not-found"
    ? locate(lookup.file, { start: 0, end: 0 }, texts)
    : null;
}

async function handlerIn(
  { lookup }: KnownEntry,
  hook: string,
  { texts }: Workspace,
): Promise<Location | null> {
  if (lookup?.kind !== "found") return null;
  const handler = handlerOf(lookup.facts, hook);
  return handler && locate(handler.file ?? lookup.file, handler.span, texts);
}

async function lineOfSecret(name: string, known: KnownEntry): Promise<Location | null> {
  const status = known.secrets().find((secret) => secret.name === name);
  const source = status?.kind === "present" ? status.source : null;
  if (source?.kind !== "dotenv" && source?.kind !== "secrets-file") return null;
  const { file } = source;
  const names = source.kind === "dotenv" ? namesIn(file) : keysIn(file);
  const set = names.findLast((each) => each.name === name);
  const start = { line: set?.line ?? 0, character: set?.character ?? 0 };
  const end = { ...start, character: start.character + name.length };
  return { uri: uriOfFile(file), range: { start, end } };
}

async function requirementOf(
  name: string,
  { lookup }: KnownEntry,
  { texts }: Workspace,
): Promise<Location | null> {
  if (lookup?.kind !== "found") return null;
  const required = lookup.facts.requiredSecrets?.find((secret) => secret.name === name);
  return required ? locate(required.file ?? lookup.file, required.span, texts) : null;
}
