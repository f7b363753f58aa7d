import {
  CodeActionKind,
  CodeActionRequest,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { diagnoseManifest, SOURCE } from "../diagnostics/index.ts";
import { combineFixes, fixesFor, type Fix } from "../fixes/index.ts";
import { freshEntry, isRecord, type TextFile } from "../workspace/index.ts";
import type { Feature, ServerContext } from "./feature.ts";
import { forText } from "./request.ts";
import { SOURCE_SELECTOR } from "./source-selector.ts";

/** Mends everything that needs no decision; may be run on save (`editor.codeActionsOnSave`). */
const FIX_ALL = `${CodeActionKind.SourceFixAll}.patchbay`;

/** Ways of mending what is underlined. */
export const codeAction: Feature = {
  capabilities: {
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
  },

  register: (context) =>
    context.connection.onCodeAction(
      forText(context, "code action", async (file, params: CodeActionParams, signal) => {
        const { only, diagnostics } = params.context;
        const ours = diagnostics.filter(({ source }) => source === SOURCE);
        const actions = [
          ...(isAsked(CodeActionKind.QuickFix, only ?? [CodeActionKind.QuickFix])
            ? await quickFixes(ours, file, context)
            : []),
          ...(isAsked(FIX_ALL, only ?? []) ? await fixAll(file, context) : []),
        ];
        return signal.aborted ? null : actions;
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

/** A kind is asked for by its own name, or by that of a kind around it. */
function isAsked(kind: string, only: readonly string[]): boolean {
  return only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
}

async function quickFixes(
  diagnostics: readonly Diagnostic[],
  file: TextFile,
  context: ServerContext,
): Promise<CodeAction[]> {
  const actions = await Promise.all(
    diagnostics.map(async (diagnostic) =>
      (await fixesOf(diagnostic, file, context)).map((fix) => toAction(fix, diagnostic, file)),
    ),
  );
  return actions.flat();
}

async function fixAll(file: TextFile, context: ServerContext): Promise<CodeAction[]> {
  const { workspace, log } = context;
  if (!workspace.manifests.isManifest(file.uri)) return [];
  const diagnostics = diagnoseManifest(file, workspace, log);
  const fixes = await Promise.all(diagnostics.map((each) => fixesOf(each, file, context)));
  const edits = combineFixes(fixes);
  if (edits.length === 0) return [];
  return [
    {
      title: "Mend everything that needs no decision",
      kind: FIX_ALL,
      edit: toEdit([{ file, edits }]),
    },
  ];
}

async function fixesOf(
  diagnostic: Diagnostic,
  file: TextFile,
  { workspace }: ServerContext,
): Promise<readonly Fix[]> {
  const isManifest = workspace.manifests.isManifest(file.uri);
  const item = isManifest ? file.manifest.itemAt(file.offsetAt(diagnostic.range.start)) : null;
  return fixesFor({
    diagnostic,
    code: String(diagnostic.code),
    data: isRecord(diagnostic.data) ? diagnostic.data : {},
    file,
    known: item && (await freshEntry(item, file, workspace)),
    workspace,
  });
}

function toAction(
  { title, edits, elsewhere = [], command, isPreferred }: Fix,
  diagnostic: Diagnostic,
  file: TextFile,
): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    ...((edits || elsewhere.length > 0) && {
      edit: toEdit([{ file, edits: edits ?? [] }, ...elsewhere]),
    }),
    ...(command && { command }),
    ...(isPreferred && { isPreferred }),
  };
}

function toEdit(parts: NonNullable<Fix["elsewhere"]>): WorkspaceEdit {
  const changes = parts
    .filter(({ edits }) => edits.length > 0)
    .map(({ file, edits }) => [
      file.uri,
      edits.map(({ span, newText }) => ({ range: file.rangeOf(span), newText })),
    ]);
  return { changes: Object.fromEntries(changes) };
}
