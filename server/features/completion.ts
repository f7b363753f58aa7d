import type { CompletionList } from "vscode-languageserver";
import { complete, toCompletionItem } from "../completion/index.ts";
import { readEntry } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace } from "./request.ts";

/** What could stand at the cursor, in half-typed text too. */
export const completion: Feature = {
  capabilities: {
    completionProvider: { triggerCharacters: [":", " ", "-", "/", ".", "@", "[", "{", ","] },
  },

  register: (context) =>
    context.connection.onCompletion(
      atPlace(context, "completion", async ({ file, cursor, item }, signal) => {
        const { workspace } = context;
        const roots = workspace.rootsOf(file);
        const entry = item && readEntry(item);
        const lookup =
          entry?.module && roots ? await workspace.classes.lookup(entry.module, roots) : null;
        const typed = file.text.slice(cursor.token.start, cursor.token.end);
        const place = { file, cursor, typed, item, entry, lookup, roots, workspace };

        const suggestions = await complete(place);
        if (signal.aborted) return null;
        const range = file.rangeOf(cursor.token);
        const { hasSnippets } = workspace.setup;
        const items = suggestions.map((suggestion, index) =>
          toCompletionItem(suggestion, index, range, hasSnippets),
        );
        return { isIncomplete: false, items } satisfies CompletionList;
      }),
    ),
};
