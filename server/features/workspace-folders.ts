import { fileOfUri } from "../base/index.ts";
import { followSettings } from "./configuration.ts";
import type { Feature } from "./feature.ts";

/** Follows workspace folders that are added and removed. */
export const workspaceFolders: Feature = {
  capabilities: {
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },

  register: () => ({ dispose: () => undefined }),

  start(context) {
    const { connection, workspace } = context;
    if (!workspace.setup.hasWorkspaceFolders) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const filesOf = (folders: typeof added): string[] =>
        folders.map(({ uri }) => fileOfUri(uri)).filter((file) => file !== null);
      workspace.changeFolders(filesOf(added), filesOf(removed));
      followSettings(context);
    });
  },
};
