import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import type {
  CodeAction,
  CompletionItem,
  CompletionList,
  Diagnostic,
  Hover,
} from "vscode-languageserver/node";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Published } from "./harness/published.ts";
import { applyTo, SAMPLE_FILES, TestClient, TestWorkspace } from "./harness/index.ts";

const require = createRequire(import.meta.url);

/** The server that Red Hat's YAML extension runs. */
class YamlServer {
  readonly connection: ProtocolConnection;
  readonly published: Published = new Published();
  readonly #process: ChildProcess;

  constructor() {
    const bin = require.resolve("yaml-language-server/bin/yaml-language-server");
    const server = spawn(process.execPath, [bin, "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
    this.#process = server;
    this.connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    this.connection.onNotification(
      "textDocument/publishDiagnostics",
      (params: PublishDiagnosticsParams) => {
        this.published.add(params);
      },
    );
    this.connection.onRequest("client/registerCapability", () => null);
    // No schema store: what it offers by itself is what is compared.
    this.connection.onRequest(
      "workspace/configuration",
      ({ items }: { items: { section: string }[] }) =>
        items.map(({ section }) =>
          section === "yaml"
            ? { schemaStore: { enable: false }, validate: true, hover: true, completion: true }
            : {},
        ),
    );
    this.connection.listen();
  }

  async start(folder: string): Promise<void> {
    const uri = URI.file(folder).toString();
    await this.connection.sendRequest("initialize", {
      processId: null,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "workspace" }],
      capabilities: {
        textDocument: { publishDiagnostics: {}, completion: { completionItem: {} } },
        workspace: { configuration: true },
      },
    });
    await this.connection.sendNotification("initialized", {});
  }

  async close(): Promise<void> {
    const ended = once(this.#process, "exit");
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    await ended;
    this.connection.dispose();
  }
}

let workspace: TestWorkspace;
let ours: TestClient;
let theirs: YamlServer;

beforeAll(async () => {
  workspace = await TestWorkspace.create(SAMPLE_FILES);
  theirs = new YamlServer();
  await theirs.start(workspace.folder);
  ours = await TestClient.start({
    folder: workspace.folder,
    environment: { JIRA_TOKEN: "set" },
    options: { yamlIsChecked: true },
  });
});
afterAll(async () => {
  await ours.close();
  await theirs.close();
  await workspace[Symbol.asyncDispose]();
});

let opened = 0;

/** The same manifest in both servers, and what they say of it. */
async function diagnoseBoth(
  text: string,
): Promise<{ uri: string; ours: readonly Diagnostic[]; theirs: readonly Diagnostic[] }> {
  opened += 1;
  const uri = workspace.uri(`m${opened}/plugins.yaml`);
  const version = ours.open(uri, text);
  await theirs.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "yaml", version: 1, text },
  });
  const [own, other] = await Promise.all([
    ours.published.when(uri, (_, params) => params.version === version),
    theirs.published.when(uri, () => true),
  ]);
  return { uri, ours: own.diagnostics, theirs: other.diagnostics };
}

const ENTRY = "- name: alert\n  module: ../plugins/alert.ts:Alert\n";

test.each([
  ["a bracket that is not closed", `${ENTRY}  hooks: [ticket_created\n- name: b\n`],
  ["a tab", "- name: alert\n\tmodule: ../plugins/alert.ts:Alert\n"],
  ["a key twice", `${ENTRY}  enabled: yes\n  enabled: true\n`],
  ["an alias without an anchor", "- name: alert\n  module: *nowhere\n"],
  ["a colon without a space", "- name:alert\n  module: ../plugins/alert.ts:Alert\n"],
])("%s is reported by the YAML server alone", async (_, text) => {
  const found = await diagnoseBoth(text);
  expect(found.theirs.length).toBeGreaterThan(0);
  const codes = found.ours.map(({ code }) => code);
  expect(codes).not.toContain("manifest/syntax");
  expect(codes).not.toContain("manifest/duplicate-key");
});

test("what the YAML server reports is mended all the same", async () => {
  const text = "- name: alert\n\tmodule: ../plugins/alert.ts:Alert\n";
  const { uri, theirs: reported } = await diagnoseBoth(text);
  const fixes = await ours.request<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: reported[0]?.range,
    context: { diagnostics: reported, only: ["quickfix"] },
  });
  const fix = fixes.find(({ title }) => title === "Indent with spaces");
  expect(applyTo(text, fix?.edit ?? {}, uri)).toBe(ENTRY);
});

test("what only Patchbay knows is reported, completed and hovered by Patchbay alone", async () => {
  const {
    uri,
    ours: own,
    theirs: other,
  } = await diagnoseBoth("- name: alert\n  module: ../plugins/alert.ts:Alrt\n  enabeld: no\n  \n");
  expect(own.map(({ code }) => code)).toContain("manifest/unknown-key");
  expect(other).toEqual([]);
  const place = { textDocument: { uri }, position: { line: 3, character: 2 } };
  const keys = await ours.request<CompletionList>("textDocument/completion", place);
  expect(keys.items.length).toBeGreaterThan(0);
  const foreign = await theirs.connection.sendRequest<CompletionList | CompletionItem[] | null>(
    "textDocument/completion",
    place,
  );
  const items = Array.isArray(foreign) ? foreign : (foreign?.items ?? []);
  const labels = new Set(keys.items.map(({ label }) => label));
  expect(items.filter(({ label }) => labels.has(label))).toEqual([]);
  const name = { textDocument: { uri }, position: { line: 0, character: 4 } };
  expect(await ours.request<Hover | null>("textDocument/hover", name)).not.toBeNull();
  expect(await theirs.connection.sendRequest("textDocument/hover", name)).toBeNull();
});

test("from an alias to its anchor leads the YAML server alone", async () => {
  const { uri } = await diagnoseBoth(`${ENTRY}  config: &shared {k: 1}\n- config: *shared\n`);
  const place = { textDocument: { uri }, position: { line: 3, character: 12 } };
  expect(await ours.request("textDocument/definition", place)).toBeNull();
  const found = await theirs.connection.sendRequest<unknown[]>("textDocument/definition", place);
  expect(found).toHaveLength(1);
});
