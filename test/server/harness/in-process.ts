import { PassThrough } from "node:stream";
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import type { ModuleIndex } from "../../../registry/modules/index.ts";
import { serve } from "../../../server/serve.ts";
import { Published } from "./published.ts";

/** A server in the test's own process, over streams: what it looks sources up in is the test's to decide. */
export class InProcessServer implements AsyncDisposable {
  readonly connection: ProtocolConnection;
  readonly published: Published = new Published();
  /** What the server logged as an error. */
  readonly errors: string[] = [];
  #version = 0;

  private constructor(connection: ProtocolConnection) {
    this.connection = connection;
    connection.onNotification(
      "textDocument/publishDiagnostics",
      (params: PublishDiagnosticsParams) => {
        this.published.add(params);
      },
    );
    connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
      this.errors.push(message);
    });
    connection.listen();
  }

  static async start(
    folder: string,
    openIndex: () => Promise<ModuleIndex>,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<InProcessServer> {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const server = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    );
    serve(server, { environment, openIndex });
    const client = new InProcessServer(
      createProtocolConnection(
        new StreamMessageReader(toClient),
        new StreamMessageWriter(toServer),
      ),
    );
    const uri = URI.file(folder).toString();
    await client.connection.sendRequest("initialize", {
      // None: a server that watches its editor's process would watch the test's.
      processId: null,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "workspace" }],
      capabilities: { textDocument: { publishDiagnostics: {} } },
    });
    await client.connection.sendNotification("initialized", {});
    return client;
  }

  /** Answers the version of the text. */
  async write(uri: string, text: string): Promise<number> {
    this.#version += 1;
    const version = this.#version;
    const method = version === 1 ? "textDocument/didOpen" : "textDocument/didChange";
    const params =
      version === 1
        ? { textDocument: { uri, languageId: "yaml", version, text } }
        : { textDocument: { uri, version }, contentChanges: [{ text }] };
    await this.connection.sendNotification(method, params);
    return version;
  }

  request<Answer>(method: string, params: unknown): Promise<Answer> {
    return this.connection.sendRequest<Answer>(method, params);
  }

  /** Not by `exit`: that would end the test's own process. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection.sendRequest("shutdown");
    this.connection.dispose();
  }
}
