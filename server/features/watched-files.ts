import { DidChangeWatchedFilesNotification } from "vscode-languageserver";
import { fileOfUri } from "../base/index.ts";
import type { Feature } from "./feature.ts";
import { secretFileWatchers } from "./secret-file-watchers.ts";

/** What the server reads besides open documents: manifests, whatever settings call them, sources, and files of secrets. */
const WATCHED = [
  "**/*.{yaml,yml}",
  "**/.env",
  "**/*.{ts,mts,cts,tsx,js,mjs,cjs,jsx,py}",
  "**/*.schema.json",
  "**/package.json",
  "**/*.dist-info/{METADATA,entry_points.txt}",
];

/** Follows files that change on disk, by the editor's own watching. */
export const watchedFiles: Feature = {
  capabilities: {},

  register({ connection, workspace, log }) {
    return connection.onDidChangeWatchedFiles(({ changes }) => {
      const files = changes.map(({ uri }) => fileOfUri(uri)).filter((file) => file !== null);
      workspace.filesChanged(files).catch((error: unknown) => {
        log.failed("Following files that changed", error);
      });
    });
  },

  start({ connection, workspace, log }) {
    const { setup, environment, folders } = workspace;
    if (!setup.watchesFiles) return;
    const watchers = [
      ...WATCHED.map((globPattern) => ({ globPattern })),
      ...secretFileWatchers(folders, environment, setup),
    ];
    connection.client
      .register(DidChangeWatchedFilesNotification.type, {
        watchers,
      })
      .catch((error: unknown) => {
        log.failed("Asking the editor to watch files", error);
      });
  },
};
