import { Range, WorkspaceEdit, workspace, type Uri } from "vscode";
import type { ManifestChange, PlanEditResult } from "../../schemas/index.ts";
import type { LanguageService } from "../language/index.ts";

/** What came of a change that Patchbay made for its user. */
export type ChangeOutcome =
  /** On disk: the text that the registry may now reconcile with. */
  | { readonly kind: "saved"; readonly text: string }
  /** In the editor only: the manifest had unsaved edits, which are not ours to save. */
  | { readonly kind: "unsaved"; readonly save: () => Promise<boolean> }
  | { readonly kind: "unchanged" }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Changes the manifest through its document, so that undo works and unsaved edits are respected. `beforeSave` makes what the
 * change needs, once it is in the editor. Not in the same edit: to undo that would delete a file in which somebody has written since.
 */
export async function changeManifest(
  language: LanguageService,
  uri: Uri,
  change: ManifestChange,
  beforeSave?: () => Promise<unknown>,
): Promise<ChangeOutcome> {
  const document = await workspace.openTextDocument(uri);
  const version = document.version;
  const plan = await language.planEdit(document, change);
  // The document of an editor that was closed a moment ago: nothing tells whether it still says what is there.
  if (document.isClosed) return changeManifest(language, uri, change, beforeSave);
  if (plan.kind !== "edits") return plan;
  return applyEdits({ uri, version, edits: plan.edits }, beforeSave);
}

/** Edits of one version of a manifest's document. */
export interface ManifestEdits {
  readonly uri: Uri;
  readonly version: number;
  readonly edits: Extract<PlanEditResult, { kind: "edits" }>["edits"];
}

/** Changes the manifest, unless it is not in that version any more, and saves it if nothing else was unsaved. */
export async function applyEdits(
  { uri, version, edits }: ManifestEdits,
  beforeSave?: () => Promise<unknown>,
): Promise<ChangeOutcome> {
  const document = await workspace.openTextDocument(uri);
  const wasDirty = document.isDirty;
  if (document.version !== version) {
    return { kind: "refused", reason: "The manifest was edited meanwhile. Try again." };
  }
  if (!(await workspace.applyEdit(workspaceEditOf(uri, edits)))) {
    return {
      kind: "refused",
      reason: "The editor did not accept the edit. Is the file read-only?",
    };
  }
  await beforeSave?.();
  return wasDirty ? { kind: "unsaved", save: () => save(uri) } : saveNow(uri);
}

async function saveNow(uri: Uri): Promise<ChangeOutcome> {
  if (await save(uri)) {
    return { kind: "saved", text: (await workspace.openTextDocument(uri)).getText() };
  }
  return { kind: "refused", reason: "The manifest could not be saved. The edit is in the editor." };
}

async function save(uri: Uri): Promise<boolean> {
  return (await workspace.openTextDocument(uri)).save();
}

function workspaceEditOf(uri: Uri, edits: ManifestEdits["edits"]): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    edit.replace(uri, new Range(start.line, start.character, end.line, end.character), newText);
  }
  return edit;
}
