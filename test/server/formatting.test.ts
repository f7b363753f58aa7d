import type { TextEdit } from "vscode-languageserver/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyTo, TestClient, TestWorkspace } from "./harness/index.ts";

const UNTIDY = "-   name: a # kept\n    module:  ./a.ts:A\n- name:  b\n  module: ./b.ts:B\n";
const TIDY = "- name: a # kept\n  module: ./a.ts:A\n- name: b\n  module: ./b.ts:B\n";
const OPTIONS = { tabSize: 2, insertSpaces: true };

let workspace: TestWorkspace;
let client: TestClient;
let uri: string;

beforeAll(async () => {
  workspace = await TestWorkspace.create({});
  client = await TestClient.start({ folder: workspace.folder });
  uri = workspace.uri("plugins.yaml");
  client.open(uri, UNTIDY);
});
afterAll(async () => {
  await client.close();
  await workspace[Symbol.asyncDispose]();
});

async function formatted(method: string, params: object = {}): Promise<string | null> {
  const edits = await client.request<TextEdit[] | null>(`textDocument/${method}`, {
    textDocument: { uri },
    options: OPTIONS,
    ...params,
  });
  return edits && applyTo(UNTIDY, { changes: { [uri]: edits } }, uri);
}

test("a manifest is formatted whole, by its entries, or by the line that was just ended", async () => {
  expect(await formatted("formatting")).toBe(TIDY);
  const start = { line: 2, character: 0 };
  expect(await formatted("rangeFormatting", { range: { start, end: start } })).toBe(
    UNTIDY.replace("name:  b", "name: b"),
  );
  const position = { line: 3, character: 0 };
  expect(await formatted("onTypeFormatting", { position, ch: "\n" })).toBe(
    UNTIDY.replace("name:  b", "name: b"),
  );
});

test.each([
  ["- name: a\n\n", "- name: a\n  \n"],
  ["- - name: a\r\n", "- - name: a\r\n    "],
  ["- name:   a # why\n", "- name: a # why\n  "],
  ["- name: a\n  \n", "- name: a\n  \n"],
  ["- post_plan\n", "- post_plan\n"],
  ["- description: |\n", "- description: |\n"],
])("after Enter in %j the next key begins below the first one", async (text, expected) => {
  const typed = workspace.uri("typed/plugins.yaml");
  client.open(typed, text);
  const edits = await client.request<TextEdit[] | null>("textDocument/onTypeFormatting", {
    textDocument: { uri: typed },
    position: { line: 1, character: 0 },
    ch: "\n",
    options: OPTIONS,
  });
  expect(applyTo(text, { changes: { [typed]: edits ?? [] } }, typed)).toBe(expected);
  client.closeDocument(typed);
});

test("other YAML is not formatted", async () => {
  const other = workspace.uri("other.yaml");
  client.open(other, UNTIDY);
  const params = { textDocument: { uri: other }, options: OPTIONS };
  expect(await client.request("textDocument/formatting", params)).toBeNull();
});

test("a setting turns it off", async () => {
  client.changeSettings({ format: { enable: false } });
  await expect.poll(() => formatted("formatting")).toBeNull();
  client.changeSettings({});
  await expect.poll(() => formatted("formatting")).toBe(TIDY);
});

test("an editor that can be asked later is offered the formatter for manifests only while it is wanted", async () => {
  const dynamic = { dynamicRegistration: true };
  const later = await TestClient.start({
    folder: workspace.folder,
    capabilities: {
      workspace: { configuration: true },
      textDocument: { formatting: dynamic, rangeFormatting: dynamic, onTypeFormatting: dynamic },
    },
  });
  expect(client.initialized.capabilities.documentFormattingProvider).toBe(true);
  expect(later.initialized.capabilities.documentFormattingProvider).toBeUndefined();
  await expect.poll(() => later.registered.has("textDocument/onTypeFormatting")).toBe(true);
  later.changeSettings({ format: { enable: false } });
  await expect.poll(() => later.registered.has("textDocument/formatting")).toBe(false);
  await later.close();
});
