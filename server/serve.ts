import {
  ErrorCodes,
  ResponseError,
  type Connection,
  type Disposable,
  type InitializeResult,
  type ServerCapabilities,
} from "vscode-languageserver";
import type { ModuleIndex } from "../registry/modules/index.ts";
import { logTo } from "./base/index.ts";
import { DiagnosticsPublisher } from "./diagnostics/index.ts";
import { FEATURES } from "./features/index.ts";
import { readSetup, TextFiles, Workspace, type Setup } from "./workspace/index.ts";

export interface ServerSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Opens the index of plugin sources; called at most once. */
  readonly openIndex: () => Promise<ModuleIndex>;
}

/** Serves one editor until the connection ends. */
export function serve(connection: Connection, surroundings: ServerSurroundings): void {
  const log = logTo(connection.console);
  const texts = new TextFiles();
  const running: Disposable[] = [texts.listen(connection)];

  connection.onInitialize((params): InitializeResult => {
    const setup = readSetup(params);
    const { environment, openIndex } = surroundings;
    const workspace = new Workspace(setup, texts, openIndex, environment, log);
    const publisher = new DiagnosticsPublisher(connection, workspace, log);
    const context = { connection, workspace, publisher, log };
    running.push(workspace, publisher, ...FEATURES.map((feature) => feature.register(context)));
    connection.onInitialized(() => {
      for (const feature of FEATURES) feature.start?.(context);
    });
    return { capabilities: capabilitiesFor(setup), serverInfo: { name: "patchbay" } };
  });
  connection.onShutdown(() => {
    for (const part of running.toReversed()) part.dispose();
    // No method has a handler any more. That they are unknown would be the answer otherwise.
    connection.onRequest(
      () => new ResponseError(ErrorCodes.InvalidRequest, "The server was shut down."),
    );
  });
  connection.listen();
}

function capabilitiesFor(setup: Setup): ServerCapabilities {
  return FEATURES.reduce<ServerCapabilities>((all, { capabilities }) => {
    const own = typeof capabilities === "function" ? capabilities(setup) : capabilities;
    return { ...all, ...own, workspace: { ...all.workspace, ...own.workspace } };
  }, {});
}
