import {
  ErrorCodes,
  ResponseError,
  type PrepareRenameParams,
  type RenameParams,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { isSafePlain, quoteText } from "../../registry/manifest/index.ts";
import { KNOWN_HOOKS } from "../../schemas/index.ts";
import { together } from "../base/index.ts";
import {
  anchorsIn,
  occurrencesIn,
  occurrencesOf,
  thingAt,
  type NamedThing,
  type Occurrence,
} from "../symbols/index.ts";
import { camelCase } from "../workspace/index.ts";
import type { Feature, ServerContext } from "./feature.ts";
import { atPlace, type ManifestPlace } from "./request.ts";

/** What a new name may look like. */
const NAMES: Readonly<Record<NamedThing["kind"], RegExp>> = {
  plugin: /^[\p{L}\p{N}_][\p{L}\p{N}_ .@/-]*(?<! )$/u,
  hook: /^[A-Za-z_]\w*$/,
  secret: /^[A-Za-z_]\w*$/,
  class: /^[A-Za-z_]\w*$/,
  anchor: /^[^\s,[\]{}&*]+$/,
};

/** Renames a plugin, a hook, a secret, a class or an anchor wherever it is named: in manifests, sources and files of secrets. */
export const rename: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },

  register: (context) =>
    together([
      context.connection.onPrepareRename(
        atPlace<TextEdit["range"] | null, PrepareRenameParams>(context, "prepare rename", (place) =>
          rangeToRename(place, context),
        ),
      ),
      context.connection.onRenameRequest(
        atPlace<WorkspaceEdit | ResponseError | null, RenameParams>(
          context,
          "rename",
          (place, _, { newName }) => renameAt(place, newName, context),
        ),
      ),
    ]),
};

/** Null where nothing stands that has a name, or the name stands elsewhere on the line. */
function rangeToRename(
  place: ManifestPlace,
  { workspace }: ServerContext,
): TextEdit["range"] | null {
  const thing = thingAt(place);
  if (!thing || refusal(thing)) return null;
  const named = occurrencesIn(thing, place.file, workspace).find(({ range }) => {
    const { start, end } = place.file.spanOf(range);
    return start <= place.offset && place.offset <= end;
  });
  return named?.range ?? null;
}

async function renameAt(
  place: ManifestPlace,
  newName: string,
  { workspace }: ServerContext,
): Promise<WorkspaceEdit | ResponseError | null> {
  const thing = thingAt(place);
  if (!thing) return null;
  const reason =
    refusal(thing) ??
    refusalOfName(thing, newName) ??
    (await clash(thing, newName, place, workspace));
  if (reason) return new ResponseError(ErrorCodes.InvalidParams, reason);
  const changes: Record<string, TextEdit[]> = {};
  for (const { uri, range, spelling } of await occurrencesOf(thing, place.file, workspace)) {
    (changes[uri] ??= []).push({ range, newText: spell(newName, spelling) });
  }
  return { changes };
}

function spell(name: string, spelling: Occurrence["spelling"]): string {
  switch (spelling) {
    case "as-is":
      return name;
    case "camel-case":
      return camelCase(name);
    case "plain-yaml":
      return isSafePlain(name, true) ? name : quoteText(name);
  }
}

function refusal({ kind, name }: NamedThing): string | null {
  const isPlatform = kind === "hook" && Object.hasOwn(KNOWN_HOOKS, name);
  return isPlatform
    ? `${name} is a hook of the platform, which goes on firing it by this name.`
    : null;
}

function refusalOfName({ kind }: NamedThing, newName: string): string | null {
  return NAMES[kind].test(newName) ? null : `${JSON.stringify(newName)} is no name for a ${kind}.`;
}

/** Two things of one name could not be told apart any more. */
async function clash(
  thing: NamedThing,
  newName: string,
  { file }: ManifestPlace,
  workspace: ServerContext["workspace"],
): Promise<string | null> {
  if (newName === thing.name) return null;
  if (thing.kind === "plugin") {
    const isTaken = file.manifest.itemNamed(newName) !== null;
    return isTaken ? `Another entry is called ${newName}.` : null;
  }
  if (thing.kind === "anchor") {
    const isTaken = anchorsIn(file.text).some(({ name }) => name === newName);
    return isTaken ? `There is an anchor called ${newName} already.` : null;
  }
  const roots = thing.kind === "class" ? workspace.rootsOf(file) : null;
  if (thing.kind !== "class" || !roots) return null;
  const lookup = await workspace.classes.lookup(thing.reference, roots);
  if (lookup.kind !== "found") return `${thing.name} was not found, so it cannot be renamed.`;
  if (lookup.facts.name !== thing.name) {
    return `${lookup.file} calls this class ${lookup.facts.name}: rename it there.`;
  }
  const { otherNames } = await workspace.classes.usesOf(lookup.file, thing.name, roots);
  return otherNames.has(newName)
    ? `${newName} means something else already in a file that names ${thing.name}.`
    : null;
}
