import { InlayHintKind, type InlayHint, type InlayHintParams } from "vscode-languageserver";
import { together } from "../base/index.ts";
import { defaultHints, fileHints, handlersByHook, orderHints } from "../hints/index.ts";
import {
  settledEntries,
  type KnownEntry,
  type TextFile,
  type Workspace,
} from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { forManifest } from "./request.ts";

/** What counts without being written: the file of a dotted reference, the order of a hook's handlers, defaults. */
export const inlayHint: Feature = {
  capabilities: { inlayHintProvider: true },

  register: (context) => {
    const { connection, workspace, log } = context;
    const answers = connection.languages.inlayHint.on(
      forManifest(context, "inlay hints", async (file, { range }: InlayHintParams) =>
        hintsIn(file, range, await settledEntries(file, workspace), workspace),
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

function hintsIn(
  file: TextFile,
  range: InlayHintParams["range"],
  entries: readonly KnownEntry[],
  workspace: Workspace,
): InlayHint[] {
  const { start, end } = file.spanOf(range);
  const folder = workspace.rootsOf(file)?.workspaceFolder ?? "";
  const handlers = handlersByHook(entries);
  return entries
    .filter(({ item }) => item.span.end >= start && item.span.start <= end)
    .flatMap((known) => [
      ...fileHints(known, folder),
      ...orderHints(known, handlers),
      ...defaultHints(known),
    ])
    .map(({ offset, label, tooltip }) => ({
      position: file.positionAt(offset),
      label,
      kind: InlayHintKind.Type,
      paddingLeft: true,
      ...(tooltip !== undefined && { tooltip }),
    }));
}
