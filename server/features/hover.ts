import { MarkupKind, type Hover } from "vscode-languageserver";
import { explain, explainAnchor } from "../hover/index.ts";
import { anchorAt } from "../symbols/index.ts";
import { freshEntry, hookRollOf } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace } from "./request.ts";

/** What a key means, what a value leads to, where a secret comes from. */
export const hover: Feature = {
  capabilities: { hoverProvider: true },

  register: (context) =>
    context.connection.onHover(
      atPlace(context, "hover", async (place): Promise<Hover | null> => {
        const { file, cursor, word, item, offset } = place;
        const { workspace } = context;
        const anchor = anchorAt(file, offset);
        if (anchor) return toHover(explainAnchor(anchor, file), file.rangeOf(anchor.span));
        if (!item || word.text === "") return null;
        const known = await freshEntry(item, file, workspace);
        const folder = workspace.rootsOf(file)?.workspaceFolder ?? "/";
        const value = explain(cursor, word.text, known, {
          folder,
          roll: () => hookRollOf(file, workspace),
          recent: (hook) => workspace.live.recentCalls(file.uri, item.name, hook),
        });
        return value === null ? null : toHover(value, file.rangeOf(word.span));
      }),
    ),
};

function toHover(value: string, range: Hover["range"]): Hover {
  return { contents: { kind: MarkupKind.Markdown, value }, ...(range && { range }) };
}
