import { window } from "vscode";
import { PAYLOAD_SCHEME, PayloadFiles } from "../fire/index.ts";
import type { RunningCommand } from "./command.ts";
import { fireAndShow } from "./fire-and-show.ts";

/** Fires the hook whose payload is in the active editor. The action in that editor's title. */
export const firePayload: RunningCommand = {
  id: "patchbay.firePayload",
  needs: "registry",
  async run(context) {
    const document = window.activeTextEditor?.document;
    if (document?.uri.scheme !== PAYLOAD_SCHEME) {
      await window.showInformationMessage("Patchbay: open a payload with “Fire Hook…” first.");
      return;
    }
    await document.save();
    await fireAndShow(context, PayloadFiles.hookOf(document.uri), document.getText());
  },
};
