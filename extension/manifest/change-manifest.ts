import { Range, WorkspaceEdit, workspace, type Uri } from "vscode";
import type { ManifestChange } from "../../schemas/index.ts";
import type { LanguageService } from "../language/index.ts";

/** What came of a change that Patchbay made for its user. */
export type ChangeOutcome =
  /** On disk: the text that the registry may now reconcile with. */
  | { readonly kind: "saved"; readonly text: string }
  /** In the editor only: the manifest had unsaved edits, which are not ours to save. */
  | { readonly kind: "unsaved"; readonly save: () => Promise<boolean> }
  | { readonly kind: "unchanged" }
  | { readonly kind: "refused"; readonly reason: string };

/** Changes the manifest through its document, so that undo works and unsaved edits are respected. */
export async function changeManifest(
  language: LanguageService,
  uri: Uri,
  change: ManifestChange,
): Promise<ChangeOutcome> {
  const document = await workspace.openTextDocument(uri);
  const wasDirty = document.isDirty;
  const version = document.version;
  const plan = await language.planEdit(uri, change);
  if (plan.kind !== "edits") return plan;
  if (document.version !== version) {
    return { kind: "refused", reason: "The manifest was edited meanwhile. Try again." };
  }

  const edit = new WorkspaceEdit();
  for (const { range, newText } of plan.edits) {
    const { start, end } = range;
    edit.replace(uri, new Range(start.line, start.character, end.line, end.character), newText);
  }
  if (!(await workspace.applyEdit(edit))) {
    return {
      kind: "refused",
      reason: "The editor did not accept the edit. Is the file read-only?",
    };
  }

  const save = async (): Promise<boolean> => document.save();
  if (wasDirty) return { kind: "unsaved", save };
  if (await save()) return { kind: "saved", text: document.getText() };
  return { kind: "refused", reason: "The manifest could not be saved. The edit is in the editor." };
}
