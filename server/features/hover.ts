import { MarkupKind, type Hover } from "vscode-languageserver";
import { explain } from "../hover/index.ts";
import { freshEntry } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace } from "./request.ts";

/** What a key means, what a value leads to, where a secret comes from. */
export const hover: Feature = {
  capabilities: { hoverProvider: true },

  register: (context) =>
    context.connection.onHover(
      atPlace(context, "hover", async ({ file, cursor, item }): Promise<Hover | null> => {
        const { workspace } = context;
        const word = file.text.slice(cursor.token.start, cursor.token.end);
        if (!item || word === "") return null;
        const known = await freshEntry(item, file, workspace);
        const folder = workspace.rootsOf(file)?.workspaceFolder ?? "/";
        const value = explain(cursor, word, known, folder);
        if (value === null) return null;
        return {
          contents: { kind: MarkupKind.Markdown, value },
          range: file.rangeOf(cursor.token),
        };
      }),
    ),
};
