import { DocumentHighlightKind } from "vscode-languageserver";
import { occurrencesIn, thingAt } from "../symbols/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace } from "./request.ts";

/** The other places of this manifest that name the same thing. */
export const documentHighlight: Feature = {
  capabilities: { documentHighlightProvider: true },

  register: (context) =>
    context.connection.onDocumentHighlight(
      atPlace(context, "document highlights", (place) => {
        const thing = thingAt(place);
        if (!thing) return null;
        return occurrencesIn(thing, place.file, context.workspace).map(({ range }) => ({
          range,
          kind: DocumentHighlightKind.Text,
        }));
      }),
    ),
};
