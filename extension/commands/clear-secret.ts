import { window } from "vscode";
import type { PlainCommand } from "./command.ts";
import { secretNameOf } from "./secret-argument.ts";

/** Removes a secret from the editor's secret storage. What other places hold stays. */
export const clearSecret: PlainCommand = {
  id: "patchbay.clearSecret",
  needs: "nothing",
  async run({ manifests, vault }, argument) {
    const folder = manifests.current?.folder;
    const scope = folder?.uri.toString() ?? "";
    const stored = await vault.names(scope);
    if (!folder || stored.length === 0) {
      await window.showInformationMessage("Patchbay: no secret is stored for this folder.");
      return;
    }
    const name =
      secretNameOf(argument) ??
      (await window.showQuickPick(stored, {
        title: "Clear Secret",
        placeHolder: "Choose a secret",
      }));
    if (!name) return;

    const choice = await window.showWarningMessage(
      `Remove ${name} from the editor's secret storage?`,
      {
        modal: true,
        detail: `Plugins of “${folder.name}” can no longer read it. This cannot be undone.`,
      },
      "Remove",
    );
    if (choice === "Remove") await vault.clear(scope, name);
  },
};
