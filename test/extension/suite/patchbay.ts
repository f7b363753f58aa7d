import assert from "node:assert/strict";
import { commands, extensions, Range, Uri, window, workspace, WorkspaceEdit } from "vscode";
import type { TextDocument } from "vscode";
import type { PatchbayApi } from "../../../extension/api.ts";
import type { PluginStatus, ReloadReport } from "../../../schemas/index.ts";

/** The extension under test, activated. */
export async function activatePatchbay(): Promise<PatchbayApi> {
  const extension = extensions.getExtension<PatchbayApi>("patchbay.patchbay");
  assert.ok(extension, "the extension is not installed");
  return extension.activate();
}

/** Settles with the first answer that is not null, asked now and at every change of the registry. */
export function whenRegistry<Answer>(api: PatchbayApi, ask: () => Answer | null): Promise<Answer> {
  return new Promise((resolve) => {
    const now = ask();
    if (now !== null) return resolve(now);
    const subscription = api.onDidChangeRegistry(() => {
      const answer = ask();
      if (answer === null) return;
      subscription.dispose();
      resolve(answer);
    });
  });
}

/** Settles when the plugin is in this state, with what the registry says of it. */
export function whenState(
  api: PatchbayApi,
  name: string,
  state: PluginStatus["state"],
): Promise<PluginStatus> {
  return whenRegistry(api, () => {
    const plugin = pluginOf(api, name);
    return plugin?.state === state ? plugin : null;
  });
}

export function pluginOf(api: PatchbayApi, name: string): PluginStatus | null {
  return api.snapshot()?.plugins.find(({ summary }) => summary.name === name) ?? null;
}

/** The next report of a reload of this plugin. Call it before what causes the reload. */
export function nextReload(api: PatchbayApi, name: string): Promise<ReloadReport> {
  return new Promise((resolve) => {
    const subscription = api.onDidReload((reports) => {
      const report = reports.find(({ plugin }) => plugin === name);
      if (!report) return;
      subscription.dispose();
      resolve(report);
    });
  });
}

/** A file of the example workspace. */
export function exampleFile(path: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, "the example workspace is not open");
  return Uri.joinPath(folder.uri, path);
}

/** Opens a document in an editor, where undo works. */
export async function show(uri: Uri): Promise<TextDocument> {
  const editor = await window.showTextDocument(uri);
  return editor.document;
}

/** Types over the first occurrence of a text, and saves. */
export async function replaceAndSave(
  document: TextDocument,
  old: string,
  replacement: string,
): Promise<void> {
  const start = document.getText().indexOf(old);
  assert.ok(start >= 0, `${document.fileName} has no “${old}”`);
  const edit = new WorkspaceEdit();
  const range = new Range(document.positionAt(start), document.positionAt(start + old.length));
  edit.replace(document.uri, range, replacement);
  assert.ok(await workspace.applyEdit(edit));
  assert.ok(await document.save());
}

/** Puts a file back as it was and saves it. */
export async function restore(document: TextDocument, text: string): Promise<void> {
  if (document.getText() !== text) await replaceAndSave(document, document.getText(), text);
  await commands.executeCommand("workbench.action.closeAllEditors");
}
