import {
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  RegistrationRequest,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import type { Feature } from "./feature.ts";
import { SOURCE_SELECTOR } from "./source-selector.ts";

/** The editor sends what changed in a text, not the whole of it: of manifests, and of plugin sources. */
export const textSynchronization: Feature = {
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  },

  // `TextFiles` listens.
  register: () => ({ dispose: () => undefined }),

  start({ connection, workspace, log }) {
    if (!workspace.setup.registersSynchronization) return;
    const registerOptions = { documentSelector: SOURCE_SELECTOR };
    const syncKind = TextDocumentSyncKind.Incremental;
    connection
      .sendRequest(RegistrationRequest.type, {
        registrations: [
          { id: "patchbay-open", method: DidOpenTextDocumentNotification.method, registerOptions },
          {
            id: "patchbay-change",
            method: DidChangeTextDocumentNotification.method,
            registerOptions: { ...registerOptions, syncKind },
          },
          {
            id: "patchbay-close",
            method: DidCloseTextDocumentNotification.method,
            registerOptions,
          },
        ],
      })
      .catch((error: unknown) => {
        log.failed("Asking the editor for the texts of plugin sources", error);
      });
  },
};
