import {
  ErrorCodes,
  ResponseError,
  type PrepareRenameParams,
  type RenameParams,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { KNOWN_HOOKS } from "../../schemas/index.ts";
import { together } from "../base/index.ts";
import { occurrencesOf, thingAt, type NamedThing } from "../symbols/index.ts";
import { camelCase, type TextFile } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { forManifest } from "./request.ts";

/** What a new name may look like. */
const NAMES: Readonly<Record<NamedThing["kind"], RegExp>> = {
  plugin: /^[\w][\w .@/-]*$/,
  hook: /^[A-Za-z_]\w*$/,
  secret: /^[A-Za-z_]\w*$/,
  class: /^[A-Za-z_]\w*$/,
};

/** Renames a plugin in the manifests, and a hook or a secret in manifests, sources and `.env`. */
export const rename: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },

  register: (context) =>
    together([
      context.connection.onPrepareRename(
        forManifest(context, "prepare rename", (file, { position }: PrepareRenameParams) => {
          const { thing, range } = thingIn(file, position);
          return thing && !refusal(thing) ? range : null;
        }),
      ),
      context.connection.onRenameRequest(
        forManifest(context, "rename", async (file, { position, newName }: RenameParams) => {
          const { thing } = thingIn(file, position);
          if (!thing) return null;
          const reason = refusal(thing) ?? refusalOfName(thing, newName);
          if (reason) return new ResponseError(ErrorCodes.InvalidParams, reason);
          const changes: Record<string, TextEdit[]> = {};
          for (const { uri, range, spelling } of await occurrencesOf(
            thing,
            file,
            context.workspace,
          )) {
            const newText = spelling === "camel-case" ? camelCase(newName) : newName;
            (changes[uri] ??= []).push({ range, newText });
          }
          return { changes } satisfies WorkspaceEdit;
        }),
      ),
    ]),
};

function thingIn(
  file: TextFile,
  position: RenameParams["position"],
): { thing: NamedThing | null; range: TextEdit["range"] } {
  const { token, item, path, role } = file.manifest.cursorAt(file.offsetAt(position));
  const word = file.text.slice(token.start, token.end);
  return { thing: thingAt({ path, role }, word, item), range: file.rangeOf(token) };
}

/** Classes are renamed by their own language's tools, which know every use in the code. */
function refusal({ kind, name }: NamedThing): string | null {
  if (kind === "class") return "Rename the class in its source.";
  const isPlatform = kind === "hook" && Object.hasOwn(KNOWN_HOOKS, name);
  return isPlatform
    ? `${name} is a hook of the platform, which goes on firing it by this name.`
    : null;
}

function refusalOfName({ kind }: NamedThing, newName: string): string | null {
  return NAMES[kind].test(newName) ? null : `${JSON.stringify(newName)} is no name for a ${kind}.`;
}
