import {
  type Disposable,
  DocumentDiagnosticReportKind,
  type DocumentDiagnosticReport,
} from "vscode-languageserver";
import { Coalescer, together } from "../base/index.ts";
import { diagnoseManifest } from "../diagnostics/index.ts";
import type { Feature, ServerContext } from "./feature.ts";
import { forManifest } from "./request.ts";

/** Diagnostics on demand, for editors to which none are sent. */
export const diagnostic: Feature = {
  capabilities: ({ pushesDiagnostics }) =>
    pushesDiagnostics
      ? {}
      : { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false } },

  register: (context) => {
    const { connection, workspace, log } = context;
    const answer = forManifest(context, "diagnostics", async (file) => {
      // Asked once, so what is not known yet is read first.
      await workspace.classes.settle(() => diagnoseManifest(file, workspace, log));
      return diagnoseManifest(file, workspace, log);
    });
    const answers = connection.languages.diagnostics.on(async (params, token) => {
      const items = (await answer(params, token)) ?? [];
      return { kind: DocumentDiagnosticReportKind.Full, items } satisfies DocumentDiagnosticReport;
    });
    return together([answers, ...refreshes(context)]);
  },
};

/** Has an editor that is sent none ask again when what diagnostics depend on changed outside of the text. */
function refreshes({ connection, workspace, log }: ServerContext): Disposable[] {
  const { setup, classes, secrets, live } = workspace;
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
  return [round, ...events.map((event) => event(() => round.request()))];
}
