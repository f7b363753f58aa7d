import type { DocumentLink } from "vscode-languageserver";
import { uriOfFile } from "../base/index.ts";
import { partsOfModule, settledEntries } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { forManifest } from "./request.ts";

/** The path of `module:` opens the file. */
export const documentLink: Feature = {
  capabilities: { documentLinkProvider: {} },

  register: (context) =>
    context.connection.onDocumentLinks(
      forManifest(context, "document links", async (file): Promise<DocumentLink[]> => {
        const entries = await settledEntries(file, context.workspace);
        return entries.flatMap(({ item, lookup }) => {
          const parts = partsOfModule(item, file.text);
          if (!parts || !lookup || !("file" in lookup) || lookup.kind === "unreadable") return [];
          return [{ range: file.rangeOf(parts.path), target: uriOfFile(lookup.file) }];
        });
      }),
    ),
};
