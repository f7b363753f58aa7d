import type { Connection, Disposable, ServerCapabilities } from "vscode-languageserver";
import type { Log } from "../base/index.ts";
import type { DiagnosticsPublisher } from "../diagnostics/index.ts";
import type { Setup, Workspace } from "../workspace/index.ts";

/** What a feature may use. */
export interface ServerContext {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly publisher: DiagnosticsPublisher;
  readonly log: Log;
}

/** One LSP method, or one notification of ours. Adding one is a file and a line in `FEATURES`. */
export interface Feature {
  /** What is announced to the editor; a function where that depends on what the editor can do. */
  readonly capabilities: ServerCapabilities | ((setup: Setup) => ServerCapabilities);
  register(context: ServerContext): Disposable;
  /** Called once the editor may be asked things. */
  start?(context: ServerContext): void;
}
