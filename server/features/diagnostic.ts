import { createHash } from "node:crypto";
import {
  DocumentDiagnosticReportKind,
  type Diagnostic,
  type Disposable,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  type WorkspaceDiagnosticParams,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import { Coalescer, keyOfUri, together } from "../base/index.ts";
import { diagnoseManifest } from "../diagnostics/index.ts";
import type { TextFile } from "../workspace/index.ts";
import type { Feature, ServerContext } from "./feature.ts";
import { forManifest } from "./request.ts";

/** Diagnostics on demand, of one manifest and of all, open or not: for editors to which none are sent. */
export const diagnostic: Feature = {
  capabilities: ({ pushesDiagnostics }) =>
    pushesDiagnostics
      ? {}
      : { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true } },

  register: (context) => {
    const { connection } = context;
    const answer = forManifest(
      context,
      "diagnostics",
      async (file, { previousResultId }: DocumentDiagnosticParams) =>
        report(await diagnose(file, context), previousResultId),
    );
    return together([
      connection.languages.diagnostics.on(
        async (params, token) => (await answer(params, token)) ?? report([]),
      ),
      connection.languages.diagnostics.onWorkspace(async (params) => ({
        items: await reportAll(params, context),
      })),
      ...refreshes(context),
    ]);
  },
};

async function diagnose(file: TextFile, { workspace, log }: ServerContext): Promise<Diagnostic[]> {
  if (workspace.manifests.isGone(file)) return [];
  // Asked once, so what is not known yet is read first.
  await workspace.classes.settle(() => diagnoseManifest(file, workspace, log));
  return diagnoseManifest(file, workspace, log);
}

/** What the editor has already is not sent again. */
function report(items: Diagnostic[], previousResultId?: string): DocumentDiagnosticReport {
  const resultId = createHash("sha1").update(JSON.stringify(items)).digest("base64");
  return resultId === previousResultId
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
}

/** Of every manifest, and nothing of those that the editor knows from before and that are gone. */
async function reportAll(
  { previousResultIds }: WorkspaceDiagnosticParams,
  context: ServerContext,
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  const previous = new Map(previousResultIds.map(({ uri, value }) => [keyOfUri(uri), value]));
  const manifests = [...context.workspace.manifests.all()];
  const reports = await Promise.all(
    manifests.map(async (file): Promise<WorkspaceDocumentDiagnosticReport> => {
      const { uri, version } = file;
      try {
        const items = await diagnose(file, context);
        return { uri, version, ...report(items, previous.get(keyOfUri(uri))) };
      } catch (error) {
        context.log.failed("Answering diagnostics of the workspace", error);
        return { uri, version, ...report([]) };
      }
    }),
  );
  const known = new Set(manifests.map(({ uri }) => keyOfUri(uri)));
  const gone = previousResultIds.filter(({ uri }) => !known.has(keyOfUri(uri)));
  return [...reports, ...gone.map(({ uri }) => ({ uri, version: null, ...report([]) }))];
}

/** Has an editor that is sent none ask again when what diagnostics depend on changed outside of the text. */
function refreshes({ connection, workspace, log }: ServerContext): Disposable[] {
  const { setup, classes, secrets, live, manifests } = workspace;
  if (setup.pushesDiagnostics || !setup.refreshesDiagnostics) return [];
  const round = new Coalescer(() => {
    connection.languages.diagnostics.refresh().catch((error: unknown) => {
      log.failed("Refreshing diagnostics", error);
    });
  });
  const events = [
    classes.onDidLearn,
    secrets.onDidChange,
    live.onDidChangeProblems,
    workspace.onDidChangeSettings,
  ];
  return [
    round,
    manifests.onDidChangeOnDisk(() => round.request()),
    ...events.map((event) => event(() => round.request())),
  ];
}
