import { DocumentHighlightKind } from "vscode-languageserver";
import { occurrencesIn, thingAt } from "../symbols/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace } from "./request.ts";

/** The other places of this manifest that name the same thing. */
export const documentHighlight: Feature = {
  capabilities: { documentHighlightProvider: true },

  register: (context) =>
    context.connection.onDocumentHighlight(
      atPlace(context, "document highlights", ({ file, cursor, item }) => {
        const word = file.text.slice(cursor.token.start, cursor.token.end);
        const thing = thingAt(cursor, word, item);
        if (!thing) return null;
        return occurrencesIn(thing, file, context.workspace).map(({ range }) => ({
          range,
          kind: DocumentHighlightKind.Text,
        }));
      }),
    ),
};
