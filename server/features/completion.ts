import type { CompletionList } from "vscode-languageserver";
import type { Span } from "../../registry/base/text.ts";
import { complete, fitAt, inComment, toCompletionItem, type Fit } from "../completion/index.ts";
import { freshEntry } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace } from "./request.ts";

const IN_COMMENT: Fit = { lead: "", trail: "", indent: "" };

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
            const place = { range, inner: range, quote: "", ...IN_COMMENT, hasSnippets };
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

          // An anchor or tag before a value stays.
          const range = { start: word.span.start - word.quote.length, end: cursor.token.end };
          const fit = offset < range.start ? null : fitAt(place);
          const suggestions = fit ? await complete(place) : [];
          if (signal.aborted || !fit) return null;
          const insertion = {
            range: file.rangeOf(range),
            inner: isWithin(word.span, offset) ? file.rangeOf(word.span) : null,
            quote: word.quote,
            ...fit,
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

function isWithin({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
