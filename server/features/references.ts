import type { ReferenceParams } from "vscode-languageserver";
import { occurrencesOf, thingAt } from "../symbols/index.ts";
import type { Feature } from "./feature.ts";
import { forManifest } from "./request.ts";

/** Everywhere that a plugin, hook, secret or class is named. */
export const references: Feature = {
  capabilities: { referencesProvider: true },

  register: (context) =>
    context.connection.onReferences(
      forManifest(
        context,
        "references",
        async (file, { position, context: { includeDeclaration } }: ReferenceParams) => {
          const cursor = file.manifest.cursorAt(file.offsetAt(position));
          const word = file.text.slice(cursor.token.start, cursor.token.end);
          const thing = thingAt(cursor, word, cursor.item);
          if (!thing) return null;
          const found = await occurrencesOf(thing, file, context.workspace);
          return found
            .filter(({ isDeclaration }) => includeDeclaration || !isDeclaration)
            .map(({ uri, range }) => ({ uri, range }));
        },
      ),
    ),
};
