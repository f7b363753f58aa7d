import type { Diagnostic } from "vscode-languageserver";
import type { TextEdit } from "../../registry/base/text.ts";
import { freshEntry, isRecord, type TextFile, type Workspace } from "../workspace/index.ts";
import { combineFixes } from "./fix-all.ts";
import type { Fix } from "./fix.ts";
import { fixesFor } from "./fixes-for.ts";

/** Every way of mending a diagnostic of this text. */
export async function fixesOf(
  diagnostic: Diagnostic,
  file: TextFile,
  workspace: Workspace,
  isManifest: boolean,
): Promise<readonly Fix[]> {
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

/** The edits that mend everything of a manifest that nobody has to decide about. */
export async function editsThatMend(
  diagnostics: readonly Diagnostic[],
  manifest: TextFile,
  workspace: Workspace,
): Promise<readonly TextEdit[]> {
  return combineFixes(
    await Promise.all(diagnostics.map((each) => fixesOf(each, manifest, workspace, true))),
  );
}
