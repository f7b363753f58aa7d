import { Uri, window, workspace, type WorkspaceFolder } from "vscode";
import { readSettings, uriIn, writeNew } from "../base/index.ts";
import type { PlainCommand } from "./command.ts";
import { EMPTY_MANIFEST, EXAMPLE_MANIFEST, pluginSource } from "./manifest-templates.ts";

const WITH_EXAMPLE = "With an example plugin";
const EMPTY = "Empty";

/** Writes a manifest where there is none, with a plugin that runs at once if wanted. Overwrites nothing. */
export const createManifest: PlainCommand = {
  id: "patchbay.createManifest",
  needs: "nothing",
  async run({ manifests }) {
    const folder = await pickFolder();
    if (!folder) return;
    const choice = await window.showQuickPick(
      [
        {
          label: WITH_EXAMPLE,
          detail: "plugins.yaml and plugins/hello.js, running as soon as it is there",
        },
        { label: EMPTY, detail: "plugins.yaml with a comment that shows the form of an entry" },
      ],
      { title: "Create Manifest" },
    );
    if (!choice) return;

    const written = readSettings(folder).manifest;
    const manifest = uriIn(folder, written === "" ? "plugins.yaml" : written);
    const withExample = choice.label === WITH_EXAMPLE;
    if (withExample) {
      await writeNew(Uri.joinPath(manifest, "../plugins/hello.js"), pluginSource("hello", "js"));
    }
    await writeNew(manifest, withExample ? EXAMPLE_MANIFEST : EMPTY_MANIFEST);
    await manifests.refresh();
    await window.showTextDocument(manifest);
  },
};

async function pickFolder(): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length > 1) {
    return window.showWorkspaceFolderPick({ placeHolder: "Which folder gets the manifest?" });
  }
  if (folders.length === 0) await window.showWarningMessage("Patchbay: open a folder first.");
  return folders[0];
}
