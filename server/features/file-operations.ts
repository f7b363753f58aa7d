import type { FileOperationRegistrationOptions } from "vscode-languageserver";
import { fileOfUri, together } from "../base/index.ts";
import type { Feature, ServerContext } from "./feature.ts";

const FOLDERS: FileOperationRegistrationOptions = {
  filters: [{ scheme: "file", pattern: { glob: "**/*", matches: "folder" } }],
};

/** Folders that are moved or deleted in the editor: its watching of files tells nothing of what was in them. */
export const fileOperations: Feature = {
  capabilities: {
    workspace: { fileOperations: { didCreate: FOLDERS, didRename: FOLDERS, didDelete: FOLDERS } },
  },

  register(context) {
    const { workspace } = context.connection;
    return together([
      workspace.onDidCreateFiles(({ files }) => {
        follow(
          context,
          files.map(({ uri }) => uri),
        );
      }),
      workspace.onDidRenameFiles(({ files }) => {
        follow(
          context,
          files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]),
        );
      }),
      workspace.onDidDeleteFiles(({ files }) => {
        follow(
          context,
          files.map(({ uri }) => uri),
        );
      }),
    ]);
  },
};

function follow({ workspace, log }: ServerContext, uris: readonly string[]): void {
  const folders = uris.map(fileOfUri).filter((folder) => folder !== null);
  workspace.foldersChanged(folders).catch((error: unknown) => {
    log.failed("Following folders that changed", error);
  });
}
