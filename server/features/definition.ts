import type { Location } from "vscode-languageserver";
import { uriOfFile } from "../base/index.ts";
import {
  freshEntry,
  handlerOf,
  keysIn,
  locate,
  namesIn,
  type KnownEntry,
  type Workspace,
} from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace, type ManifestPlace } from "./request.ts";

/** From `module:` and `name:` to the class, from a hook to its method, from a secret to its line in `.env` or the secrets file. */
export const definition: Feature = {
  capabilities: { definitionProvider: true },

  register: (context) =>
    context.connection.onDefinition(
      atPlace(context, "definition", async (place): Promise<Location | null> => {
        if (!place.item) return null;
        const known = await freshEntry(place.item, place.file, context.workspace);
        return definitionAt(place, known, context.workspace);
      }),
    ),
};

async function definitionAt(
  { file, cursor }: ManifestPlace,
  known: KnownEntry,
  workspace: Workspace,
): Promise<Location | null> {
  const [field, second, third] = cursor.path;
  const word = file.text.slice(cursor.token.start, cursor.token.end);
  if (field === "config" && second === "secrets") {
    return definitionOfSecret(typeof third === "string" ? third : word, known, workspace);
  }
  if (field === "hooks" && cursor.role === "value") return definitionOfHook(word, known, workspace);
  const asked = cursor.role === "key" && field === undefined ? word : field;
  return asked === "module" || asked === "name" ? definitionOfClass(known, workspace) : null;
}

async function definitionOfClass(
  { lookup }: KnownEntry,
  { texts }: Workspace,
): Promise<Location | null> {
  if (lookup?.kind === "found") return locate(lookup.file, lookup.facts.span, texts);
  if (lookup?.kind === "contributor") return locate(lookup.file, lookup.span, texts);
  // The file is there, if not the class: that is where it has to be written.
  return lookup?.kind === "class-not-found"
    ? locate(lookup.file, { start: 0, end: 0 }, texts)
    : null;
}

async function definitionOfHook(
  hook: string,
  { lookup }: KnownEntry,
  { texts }: Workspace,
): Promise<Location | null> {
  if (lookup?.kind !== "found") return null;
  const handler = handlerOf(lookup.facts, hook);
  return handler && locate(handler.file ?? lookup.file, handler.span, texts);
}

async function definitionOfSecret(
  name: string,
  known: KnownEntry,
  workspace: Workspace,
): Promise<Location | null> {
  const status = known.secrets().find((secret) => secret.name === name);
  const source = status?.kind === "present" ? status.source : null;
  if (source?.kind === "dotenv" || source?.kind === "secrets-file") {
    const { file } = source;
    const names = source.kind === "dotenv" ? namesIn(file) : keysIn(file);
    const set = names.findLast((each) => each.name === name);
    const start = { line: set?.line ?? 0, character: set?.character ?? 0 };
    const end = { ...start, character: start.character + name.length };
    return { uri: uriOfFile(file), range: { start, end } };
  }
  if (known.lookup?.kind !== "found") return null;
  const required = known.lookup.facts.requiredSecrets?.find((secret) => secret.name === name);
  if (!required) return null;
  return locate(required.file ?? known.lookup.file, required.span, workspace.texts);
}
