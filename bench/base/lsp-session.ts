import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from "vscode-languageserver/node";

export interface ServerUnderTest {
  readonly name: string;
  /** Arguments of Node. */
  readonly command: readonly string[];
  /** What it answers to `workspace/configuration`, by section. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** One server in a process of its own, with one manifest open. */
export class LspSession {
  readonly #server: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #uri: string;
  #version = 1;
  #published: ((params: PublishDiagnosticsParams) => void) | null = null;

  private constructor(server: ChildProcess, connection: ProtocolConnection, uri: string) {
    this.#server = server;
    this.#connection = connection;
    this.#uri = uri;
  }

  /** Starts a server and opens a text; answers with the time from the start to the diagnostics. */
  static async start(
    { command, settings }: ServerUnderTest,
    document: { readonly folderUri: string; readonly uri: string; readonly text: string },
    isWanted: (count: number) => boolean,
  ): Promise<{ readonly session: LspSession; readonly coldMs: number }> {
    const startedAt = performance.now();
    const server = spawn(process.execPath, command, { stdio: ["pipe", "pipe", "ignore"] });
    if (!server.stdin || !server.stdout) throw new Error("The server has no pipes.");
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    const session = new LspSession(server, connection, document.uri);
    connection.onNotification(
      "textDocument/publishDiagnostics",
      (params: PublishDiagnosticsParams) => session.#published?.(params),
    );
    connection.onRequest("workspace/configuration", ({ items }: { items: { section: string }[] }) =>
      items.map(({ section }) => settings[section] ?? null),
    );
    connection.onRequest("client/registerCapability", () => null);
    connection.listen();
    const workspaceFolders = [{ uri: document.folderUri, name: "bench" }];
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: document.folderUri,
      workspaceFolders,
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: { publishDiagnostics: { versionSupport: true } },
      },
    });
    const opened = session.#nextPublish(isWanted);
    void connection.sendNotification("initialized", {});
    void connection.sendNotification("workspace/didChangeConfiguration", { settings });
    const { uri, text } = document;
    void connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "yaml", version: 1, text },
    });
    await opened;
    return { session, coldMs: performance.now() - startedAt };
  }

  /** Replaces a range; answers with the time until the diagnostics of the new text. */
  async edit(
    start: Position,
    end: Position,
    text: string,
    isWanted?: (count: number) => boolean,
  ): Promise<number> {
    this.#version += 1;
    const published = this.#nextPublish(isWanted ?? (() => true), this.#version);
    const startedAt = performance.now();
    void this.#connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: this.#uri, version: this.#version },
      contentChanges: [{ range: { start, end }, text }],
    });
    await published;
    return performance.now() - startedAt;
  }

  async request(method: string, position: Position): Promise<number> {
    const startedAt = performance.now();
    await this.#connection.sendRequest(method, { textDocument: { uri: this.#uri }, position });
    return performance.now() - startedAt;
  }

  /** The memory that the process holds now, in MiB. Linux only; 0 elsewhere. */
  get residentMiB(): number {
    return this.#memoryMiB("VmRSS");
  }

  /** The most that it has held. */
  get peakMiB(): number {
    return this.#memoryMiB("VmHWM");
  }

  #memoryMiB(figure: "VmRSS" | "VmHWM"): number {
    if (process.platform !== "linux") return 0;
    const status = readFileSync(`/proc/${this.#server.pid}/status`, "utf8");
    return Number(new RegExp(`${figure}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
  }

  async close(): Promise<void> {
    const ended = once(this.#server, "exit");
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    await ended;
    this.#connection.dispose();
  }

  /** A publish without a version, as one of the two servers sends it, belongs to the last edit. */
  #nextPublish(isWanted: (count: number) => boolean, version = 1): Promise<void> {
    return new Promise((resolve) => {
      this.#published = (params) => {
        if (params.uri !== this.#uri || (params.version ?? version) !== version) return;
        if (!isWanted(params.diagnostics.length)) return;
        this.#published = null;
        resolve();
      };
    });
  }
}
