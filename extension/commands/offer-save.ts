import { window } from "vscode";

/**
 * Tells of a change of a manifest that had unsaved edits: saving them is the user's decision, for which nobody waits. The
 * save itself tells the registry.
 */
export function offerSave(what: string, save: () => Promise<boolean>): void {
  const shown = window.showInformationMessage(
    `${what} in the editor. The manifest has unsaved changes: the registry sees it when you save.`,
    "Save",
  );
  void shown.then((choice) => (choice === "Save" ? save() : false));
}
