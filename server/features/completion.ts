import type { CompletionList } from "vscode-languageserver";
import { complete, inComment, toCompletionItem } from "../completion/index.ts";
import { freshEntry } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace } from "./request.ts";

/** What could stand at the cursor, in half-typed text too. */
export const completion: Feature = {
  capabilities: {
    completionProvider: { triggerCharacters: [":", " ", "-", "/", ".", "@", "[", "{", ","] },
  },

  register: (context) =>
    context.connection.onCompletion(
      atPlace(
        context,
        "completion",
        async ({ file, offset, cursor, word, item }, signal): Promise<CompletionList | null> => {
          const { workspace } = context;
          const { hasSnippets } = workspace.setup;
          const comment = inComment(file, offset);
          if (comment) {
            const range = file.rangeOf(comment.span);
            const place = { range, inner: range, quote: "", indent: "", hasSnippets };
            const items = comment.suggestions.map((each, index) =>
              toCompletionItem(each, index, place),
            );
            return { isIncomplete: false, items };
          }
          const roots = workspace.rootsOf(file);
          const known = item && (await freshEntry(item, file, workspace));
          const { entry = null, lookup = null, configSchema = null } = known ?? {};
          const around = { entry, lookup, configSchema, roots, workspace };
          const place = { file, cursor, typed: word.text, item, ...around };

          const suggestions = await complete(place);
          if (signal.aborted) return null;
          const insertion = {
            range: file.rangeOf(cursor.token),
            inner: file.rangeOf(word.span),
            quote: word.quote,
            indent: indentAfter(file.lineBefore(cursor.token.start)),
            hasSnippets,
          };
          const items = suggestions.map((suggestion, index) =>
            toCompletionItem(suggestion, index, insertion),
          );
          return { isIncomplete: false, items };
        },
      ),
    ),
};

/** How far the dashes of list items on the line push what follows them: editors carry over white space only. */
function indentAfter(before: string): string {
  const dashes = /^[ \t]*((?:-[ \t]+)+)$/.exec(before)?.[1] ?? "";
  return " ".repeat(dashes.length);
}
