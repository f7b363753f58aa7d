import type { ReferenceParams } from "vscode-languageserver";
import { occurrencesOf, thingAt } from "../symbols/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace } from "./request.ts";

/** Everywhere that a plugin, hook, secret, class or anchor is named. */
export const references: Feature = {
  capabilities: { referencesProvider: true },

  register: (context) =>
    context.connection.onReferences(
      atPlace(context, "references", async (place, _, { context: asked }: ReferenceParams) => {
        const thing = thingAt(place);
        if (!thing) return null;
        const found = await occurrencesOf(thing, place.file, context.workspace);
        return found
          .filter(({ isDeclaration }) => asked.includeDeclaration || !isDeclaration)
          .map(({ uri, range }) => ({ uri, range }));
      }),
    ),
};
