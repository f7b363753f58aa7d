import type { RemoteConsole } from "vscode-languageserver";

/** Where the server's own failures go: the editor's output channel. Never holds the text of a document. */
export interface Log {
  /** Says what was being attempted and why it failed. */
  failed(attempt: string, error: unknown): void;
  info(message: string): void;
}

export function logTo(console: RemoteConsole): Log {
  return {
    failed: (attempt, error) => {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      console.error(`${attempt}: ${reason}`);
    },
    info: (message) => {
      console.info(message);
    },
  };
}
