import type { Diagnostic } from "vscode-languageserver";
import type { TextEdit } from "../../registry/base/text.ts";
import { freshEntry, isRecord, type TextFile, type Workspace } from "../workspace/index.ts";
import { combineFixes, type Mend } from "./fix-all.ts";
import type { Fix, FixRequest } from "./fix.ts";
import { fixesFor, mendsFor } from "./fixes-for.ts";

/** Every way of mending a diagnostic of this text. */
export async function fixesOf(
  diagnostic: Diagnostic,
  file: TextFile,
  workspace: Workspace,
  isManifest: boolean,
): Promise<readonly Fix[]> {
  return fixesFor(await requestFor(diagnostic, file, workspace, isManifest));
}

async function requestFor(
  diagnostic: Diagnostic,
  file: TextFile,
  workspace: Workspace,
  isManifest: boolean,
): Promise<FixRequest> {
  const item = isManifest ? file.manifest.itemAt(file.offsetAt(diagnostic.range.start)) : null;
  return {
    diagnostic,
    code: String(diagnostic.code),
    data: isRecord(diagnostic.data) ? diagnostic.data : {},
    file,
    known: item && (await freshEntry(item, file, workspace)),
    workspace,
  };
}

/** The edits for who sees them and can undo them: guesses by spelling are among them. */
export async function editsThatMend(
  diagnostics: readonly Diagnostic[],
  manifest: TextFile,
  workspace: Workspace,
): Promise<readonly TextEdit[]> {
  const fixes = await mendsByDiagnostic(diagnostics, manifest, workspace);
  return combineFixes(fixes).flatMap(({ edits }) => edits);
}

/** What can be written into a manifest that nobody looks at meanwhile: no guesses. */
export async function sureMends(
  diagnostics: readonly Diagnostic[],
  manifest: TextFile,
  workspace: Workspace,
): Promise<readonly Mend[]> {
  const fixes = await mendsByDiagnostic(diagnostics, manifest, workspace);
  return combineFixes(
    fixes.map(([diagnostic, each]) => [diagnostic, each.filter(({ isGuess }) => !isGuess)]),
  );
}

function mendsByDiagnostic(
  diagnostics: readonly Diagnostic[],
  manifest: TextFile,
  workspace: Workspace,
): Promise<(readonly [Diagnostic, readonly Fix[]])[]> {
  return Promise.all(
    diagnostics.map(async (each) => {
      const request = await requestFor(each, manifest, workspace, true);
      return [each, await mendsFor(request)] as const;
    }),
  );
}
