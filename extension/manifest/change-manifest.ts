import { Range, WorkspaceEdit, workspace, type Uri } from "vscode";
import type { ManifestChange, PlanEditResult } from "../../schemas/index.ts";
import { SerialQueue } from "../base/index.ts";
import type { LanguageService } from "../language/index.ts";

/** One change after the other: each is planned on what the one before it made of the manifest. */
const changes = new SerialQueue();

/** How often a change is planned anew because somebody types. */
const PLANS = 5;

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
export function changeManifest(
  language: LanguageService,
  uri: Uri,
  change: ManifestChange,
  beforeSave?: () => Promise<unknown>,
): Promise<ChangeOutcome> {
  return changes.add(async () => {
    for (let plans = 1; ; plans += 1) {
      const document = await workspace.openTextDocument(uri);
      const { version } = document;
      const plan = await language.planEdit(document, change);
      // The document of an editor that was closed a moment ago: nothing tells whether it still says what is there.
      const isStale = document.isClosed || document.version !== version;
      if (isStale && plans < PLANS) continue;
      if (plan.kind !== "edits") return plan;
      return apply({ uri, version, edits: plan.edits }, beforeSave);
    }
  });
}

/** Edits of one version of a manifest's document. */
export interface ManifestEdits {
  readonly uri: Uri;
  readonly version: number;
  readonly edits: Extract<PlanEditResult, { kind: "edits" }>["edits"];
}

/** Changes the manifest, unless it is not in that version any more, and saves it if nothing else was unsaved. */
export function applyEdits(manifestEdits: ManifestEdits): Promise<ChangeOutcome> {
  return changes.add(() => apply(manifestEdits));
}

async function apply(
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
