import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  MessageType,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type RegistrationParams,
  type TextDocumentContentChangeEvent,
  type UnregistrationParams,
} from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import type { ServerOptions } from "../../../schemas/index.ts";
import { buildServer } from "./build.ts";
import { Published } from "./published.ts";

export interface ClientOptions {
  /** Workspace folder; absent: the editor has no folder open. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly options?: ServerOptions;
  /** The section `patchbay` of the editor's settings. */
  readonly settings?: unknown;
  readonly transport?: "stdio" | "ipc";
  readonly capabilities?: ClientCapabilities;
}

const CAPABILITIES: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
  workspace: { configuration: true, workspaceFolders: true },
};

/** An editor of our own: a real child process, the real protocol. An error in the server's log fails `close`. */
export class TestClient {
  readonly connection: ProtocolConnection;
  readonly published: Published = new Published();
  /** Everything that the server wrote, as it was written. */
  readonly written: string[] = [];
  /** What the server logged as an error. Emptied by a test that expects one. */
  readonly errors: string[] = [];
  /** The methods that the server asked to be asked later. */
  readonly registered = new Set<string>();
  readonly #server: ChildProcess;
  #lastVersion = 0;
  /** Of each document that is open, the version that it has. */
  readonly #versions = new Map<string, number>();
  #settings: unknown;
  readonly #settingsOfFolders = new Map<string, unknown>();
  #initialized: InitializeResult | null = null;

  private constructor(server: ChildProcess, transport: "stdio" | "ipc", settings: unknown) {
    this.#server = server;
    this.#settings = settings;
    server.stderr?.on("data", (chunk: Buffer) => this.errors.push(`stderr: ${String(chunk)}`));
    server.stdout?.on("data", (chunk: Buffer) => this.written.push(String(chunk)));
    server.on("message", (message) => this.written.push(JSON.stringify(message)));
    this.connection = connect(server, transport);
    this.#listen();
  }

  static async start(options: ClientOptions = {}): Promise<TestClient> {
    const { transport = "stdio", settings = {} } = options;
    const client = new TestClient(
      await launch(transport, options.environment),
      transport,
      settings,
    );
    await client.#initialize(options);
    return client;
  }

  get initialized(): InitializeResult {
    if (!this.#initialized) throw new Error("The server is not initialized.");
    return this.#initialized;
  }

  /** Answers the version of the text, which no other text of this client ever had. */
  open(uri: string, text: string, languageId = "yaml"): number {
    const version = this.#nextVersion(uri);
    this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
    return version;
  }

  /** Answers the version that the text has now. */
  change(uri: string, ...contentChanges: TextDocumentContentChangeEvent[]): number {
    const version = this.#nextVersion(uri);
    this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
    return version;
  }

  /** The whole text anew. */
  replace(uri: string, text: string): number {
    return this.change(uri, { text });
  }

  closeDocument(uri: string): void {
    this.#versions.delete(normalized(uri));
    this.notify("textDocument/didClose", { textDocument: { uri } });
  }

  /** What a workspace folder of this URI has in the place of the workspace's settings, once it is asked about. */
  giveFolderSettings(folderUri: string, settings: unknown): void {
    this.#settingsOfFolders.set(folderUri, settings);
  }

  changeSettings(settings: unknown): void {
    this.#settings = settings;
    this.notify("workspace/didChangeConfiguration", { settings: null });
  }

  filesChanged(...files: string[]): void {
    const changes = files.map((file) => ({ uri: URI.file(file).toString(), type: 2 }));
    this.notify("workspace/didChangeWatchedFiles", { changes });
  }

  /**
   * The first diagnostics of the text as it is now, from now on or the last ones, that hold a code (`-code`: that do not).
   */
  async diagnosticsWith(uri: string, ...codes: string[]): Promise<readonly Diagnostic[]> {
    const { diagnostics } = await this.published.when(
      uri,
      (found, { version }) =>
        version === this.#versions.get(normalized(uri)) &&
        codes.every((code) =>
          code.startsWith("-")
            ? !found.some((diagnostic) => diagnostic.code === code.slice(1))
            : found.some((diagnostic) => diagnostic.code === code),
        ),
    );
    return diagnostics;
  }

  #nextVersion(uri: string): number {
    this.#lastVersion += 1;
    this.#versions.set(normalized(uri), this.#lastVersion);
    return this.#lastVersion;
  }

  notify(method: string, params: unknown): void {
    void this.connection.sendNotification(method, params);
  }

  request<Answer>(method: string, params: unknown): Promise<Answer> {
    return this.connection.sendRequest<Answer>(method, params);
  }

  /** Ends the server as an editor does, and fails if it logged an error or did not end by itself. */
  async close(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    const ended = once(this.#server, "exit");
    await this.connection.sendNotification("exit");
    const [code] = (await ended) as [number | null];
    this.connection.dispose();
    if (this.errors.length > 0) throw new Error(`The server logged:\n${this.errors.join("\n")}`);
    if (code !== 0) throw new Error(`The server ended with ${code}.`);
  }

  #listen(): void {
    this.connection.onNotification("window/logMessage", (params: LogParams) => {
      if (params.type === MessageType.Error) this.errors.push(params.message);
    });
    this.connection.onNotification(
      "textDocument/publishDiagnostics",
      (params: PublishDiagnosticsParams) => {
        this.published.add(params);
      },
    );
    this.connection.onRequest(
      "client/registerCapability",
      ({ registrations }: RegistrationParams) => {
        for (const { method } of registrations) this.registered.add(method);
        return null;
      },
    );
    this.connection.onRequest("client/unregisterCapability", (params: UnregistrationParams) => {
      // LSP itself spells it so.
      for (const { method } of params.unregisterations) this.registered.delete(method);
      return null;
    });
    this.connection.onRequest(
      "workspace/configuration",
      ({ items }: { items: { scopeUri?: string }[] }) =>
        items.map(({ scopeUri = "" }) => this.#settingsOfFolders.get(scopeUri) ?? this.#settings),
    );
    this.connection.listen();
  }

  async #initialize({ folder, options, capabilities }: ClientOptions): Promise<void> {
    const uri = folder && URI.file(folder).toString();
    this.#initialized = await this.request<InitializeResult>("initialize", {
      processId: process.pid,
      rootUri: uri ?? null,
      workspaceFolders: uri ? [{ uri, name: "workspace" }] : null,
      capabilities: capabilities ?? CAPABILITIES,
      initializationOptions: { clientCommands: true, ...options },
    });
    this.notify("initialized", {});
  }
}

/** One URI may be spelled in several ways. */
function normalized(uri: string): string {
  return URI.parse(uri).toString();
}

interface LogParams {
  readonly type: MessageType;
  readonly message: string;
}

async function launch(
  transport: "stdio" | "ipc",
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildProcess> {
  const bundle = await buildServer();
  // Nothing of the machine's environment: a secret that is set here must not decide a test.
  const env = { PATH: process.env["PATH"] ?? "", ...environment };
  return transport === "ipc"
    ? fork(bundle, [], { env, stdio: ["ignore", "pipe", "pipe", "ipc"] })
    : spawn(process.execPath, [bundle, "--stdio"], { env });
}

function connect(server: ChildProcess, transport: "stdio" | "ipc"): ProtocolConnection {
  if (transport === "ipc") {
    return createProtocolConnection(new IPCMessageReader(server), new IPCMessageWriter(server));
  }
  if (!server.stdout || !server.stdin) throw new Error("The server has no pipes.");
  return createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
}
