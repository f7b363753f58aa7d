import { DocumentDiagnosticReportKind, type DocumentDiagnosticReport } from "vscode-languageserver";
import { diagnoseManifest } from "../diagnostics/index.ts";
import type { Feature } from "./feature.ts";
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
    return connection.languages.diagnostics.on(async (params, token) => {
      const items = (await answer(params, token)) ?? [];
      return { kind: DocumentDiagnosticReportKind.Full, items } satisfies DocumentDiagnosticReport;
    });
  },
};
