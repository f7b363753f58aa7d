import { fileOfUri } from "../base/index.ts";
import type { Feature } from "./feature.ts";

/** Follows workspace folders that are added and removed. */
export const workspaceFolders: Feature = {
  capabilities: {
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },

  register: () => ({ dispose: () => undefined }),

  start({ connection, workspace, log }) {
    if (!workspace.setup.hasWorkspaceFolders) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const filesOf = (folders: typeof added): string[] =>
        folders.map(({ uri }) => fileOfUri(uri)).filter((file) => file !== null);
      workspace.changeFolders(filesOf(added), filesOf(removed));
      workspace.findManifests().catch((error: unknown) => {
        log.failed("Looking for the manifests of new folders", error);
      });
    });
  },
};
