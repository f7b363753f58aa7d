import { DocumentHighlightKind } from "vscode-languageserver";
import { occurrencesOf, thingAt } from "../symbols/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace } from "./request.ts";

/** The other places of this manifest that name the same thing. */
export const documentHighlight: Feature = {
  capabilities: { documentHighlightProvider: true },

  register: (context) =>
    context.connection.onDocumentHighlight(
      atPlace(context, "document highlights", async ({ file, cursor, item }) => {
        const word = file.text.slice(cursor.token.start, cursor.token.end);
        const thing = thingAt(cursor, word, item);
        if (!thing) return null;
        const found = await occurrencesOf(thing, file, context.workspace);
        return found
          .filter(({ uri }) => uri === file.uri)
          .map(({ range }) => ({ range, kind: DocumentHighlightKind.Text }));
      }),
    ),
};
