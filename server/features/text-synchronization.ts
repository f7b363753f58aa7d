import { TextDocumentSyncKind } from "vscode-languageserver";
import type { Feature } from "./feature.ts";

/** The editor sends what changed in a text, not the whole of it. `TextFiles` listens to it. */
export const textSynchronization: Feature = {
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  },
  register: () => ({ dispose: () => undefined }),
};
