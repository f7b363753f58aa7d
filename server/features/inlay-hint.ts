import { InlayHintKind, type InlayHint, type InlayHintParams } from "vscode-languageserver";
import type { Span } from "../../registry/base/text.ts";
import type { ManifestDocument, ManifestItem } from "../../registry/manifest/index.ts";
import { inSlices, nextTurn, together } from "../base/index.ts";
import { defaultHints, fileHints, orderHints, type Hint } from "../hints/index.ts";
import { entryKnower, hookRollOf, type TextFile, type Workspace } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { forManifest } from "./request.ts";

/** What counts without being written: the file of a dotted reference, the order of a hook's handlers, defaults. */
export const inlayHint: Feature = {
  capabilities: { inlayHintProvider: true },

  register: (context) => {
    const { connection, workspace, log } = context;
    const answers = connection.languages.inlayHint.on(
      forManifest(context, "inlay hints", (file, { range }: InlayHintParams, signal) =>
        hintsIn(file, range, workspace, signal),
      ),
    );
    // A source that is edited changes what counts by default, in a manifest that is not.
    const refreshes = workspace.classes.onDidLearn(() => {
      if (!workspace.setup.refreshesInlayHints) return;
      connection.languages.inlayHint.refresh().catch((error: unknown) => {
        log.failed("Refreshing inlay hints", error);
      });
    });
    return together([answers, refreshes]);
  },
};

/** Null once nobody waits for them any more. */
async function hintsIn(
  file: TextFile,
  range: InlayHintParams["range"],
  workspace: Workspace,
  signal: AbortSignal,
): Promise<InlayHint[] | null> {
  // An edit that came with the question, and its diagnostics, go first.
  await nextTurn();
  while (!signal.aborted) {
    // Who is called before whom is known once the classes of all entries are.
    await workspace.classes.settle(() => hookRollOf(file, workspace));
    const { version, manifest } = file;
    const roll = hookRollOf(file, workspace);
    const span = file.spanOf(range);
    const folder = workspace.rootsOf(file)?.workspaceFolder ?? "";
    const know = entryKnower(file, workspace);
    const hints = await inSlices(
      itemsNear(span, manifest),
      (item) => {
        const { start, end } = item.span;
        if (end < span.start || start > span.end) return [];
        const known = know(item);
        const found = [
          ...fileHints(known, folder),
          ...orderHints(known, roll),
          ...defaultHints(known),
        ];
        return found.map((hint) => toInlayHint(hint, file));
      },
      () => !signal.aborted && file.version === version,
    );
    if (hints) return hints;
  }
  return null;
}

/** Those in sight, and perhaps one more. Where an entry ends is known once it has been parsed, which is to be done for few. */
function itemsNear({ start, end }: Span, { items }: ManifestDocument): readonly ManifestItem[] {
  return items.filter((item, index) => {
    const next = items[index + 1]?.base ?? Infinity;
    return (item.base === next || next >= start) && item.base <= end;
  });
}

function toInlayHint({ offset, label, tooltip }: Hint, file: TextFile): InlayHint {
  return {
    position: file.positionAt(offset),
    label,
    kind: InlayHintKind.Type,
    paddingLeft: true,
    ...(tooltip !== undefined && { tooltip }),
  };
}
