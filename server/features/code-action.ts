import {
  CodeActionKind,
  CodeActionRequest,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
} from "vscode-languageserver";
import { SOURCE } from "../diagnostics/index.ts";
import { fixesFor, type Fix } from "../fixes/index.ts";
import { freshEntry, isRecord, type TextFile } from "../workspace/index.ts";
import type { Feature, ServerContext } from "./feature.ts";
import { forText } from "./request.ts";
import { SOURCE_SELECTOR } from "./source-selector.ts";

/** Ways of mending what is underlined. */
export const codeAction: Feature = {
  capabilities: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },

  register: (context) =>
    context.connection.onCodeAction(
      forText(context, "code action", async (file, params: CodeActionParams, signal) => {
        const ours = params.context.diagnostics.filter(({ source }) => source === SOURCE);
        const actions = await Promise.all(
          ours.map((diagnostic) => actionsFor(diagnostic, file, context, signal)),
        );
        return signal.aborted ? null : actions.flat();
      }),
    ),

  start({ connection, workspace, log }) {
    if (!workspace.setup.registersCodeActions) return;
    connection.client
      .register(CodeActionRequest.type, {
        documentSelector: SOURCE_SELECTOR,
        codeActionKinds: [CodeActionKind.QuickFix],
      })
      .catch((error: unknown) => {
        log.failed("Offering fixes in plugin sources", error);
      });
  },
};

async function actionsFor(
  diagnostic: Diagnostic,
  file: TextFile,
  { workspace }: ServerContext,
  signal: AbortSignal,
): Promise<CodeAction[]> {
  const isManifest = workspace.manifests.isManifest(file.uri);
  const item = isManifest ? file.manifest.itemAt(file.offsetAt(diagnostic.range.start)) : null;
  const fixes = await fixesFor({
    diagnostic,
    code: String(diagnostic.code),
    data: isRecord(diagnostic.data) ? diagnostic.data : {},
    file,
    known: item && (await freshEntry(item, file, workspace)),
    workspace,
    signal,
  });
  return fixes.map((fix) => toAction(fix, diagnostic, file));
}

function toAction(
  { title, edits, command, isPreferred }: Fix,
  diagnostic: Diagnostic,
  file: TextFile,
): CodeAction {
  const changes = edits?.map(({ span, newText }) => ({ range: file.rangeOf(span), newText }));
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    ...(changes && { edit: { changes: { [file.uri]: changes } } }),
    ...(command && { command }),
    ...(isPreferred && { isPreferred }),
  };
}
