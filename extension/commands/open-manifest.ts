import { window } from "vscode";
import type { PlainCommand } from "./command.ts";

/** Opens the manifest that Patchbay works on. */
export const openManifest: PlainCommand = {
  id: "patchbay.openManifest",
  needs: "nothing",
  async run({ manifests }) {
    const place = manifests.current;
    if (place) await window.showTextDocument(place.uri);
    else await window.showInformationMessage("Patchbay: this workspace has no manifest.");
  },
};
