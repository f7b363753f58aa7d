import type { CompletionItem, CompletionList } from "vscode-languageserver/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cursorIn,
  DESCRIBED_FILES,
  SAMPLE_FILES,
  TestClient,
  TestWorkspace,
} from "./harness/index.ts";

let workspace: TestWorkspace;
let client: TestClient;

beforeAll(async () => {
  workspace = await TestWorkspace.create({ ...SAMPLE_FILES, ".env": "FROM_DOTENV=1\n" });
  client = await TestClient.start({
    folder: workspace.folder,
    environment: { IN_ENVIRONMENT: "1" },
  });
});
afterAll(async () => {
  await client.close();
  await workspace[Symbol.asyncDispose]();
});

async function completeAt(marked: string): Promise<readonly CompletionItem[]> {
  const { text, position } = cursorIn(marked);
  const uri = workspace.uri("plugins.yaml");
  client.open(uri, text);
  const list = await client.request<CompletionList | null>("textDocument/completion", {
    textDocument: { uri },
    position,
  });
  client.closeDocument(uri);
  return (list?.items ?? []).toSorted((one, other) =>
    String(one.sortText).localeCompare(String(other.sortText)),
  );
}

/** What is said beside each hook that could follow in a list. */
async function hookDetailsAbove(others: string): Promise<Record<string, string | undefined>> {
  const items = await completeAt(`- name: a\n  hooks: [mine, ‸]\n${others}`);
  return Object.fromEntries(items.map(({ label, detail }) => [label, detail]));
}

const labels = (items: readonly CompletionItem[]): string[] => items.map(({ label }) => label);

describe("keys", () => {
  test.each([
    ["in an entry", "- name: a\n  ‸\n"],
    ["half-typed", "- name: a\n  mod‸\n"],
    ["in a flow mapping", "- {name: a, ‸}\n"],
    ["in the mapping form", "a:\n  name: a\n  ‸\n"],
  ])("%s: what the entry lacks, what it needs first, and not what it has", async (_, marked) => {
    const items = await completeAt(marked);
    expect(labels(items)[0]).toBe("module");
    expect(labels(items)).toEqual(expect.arrayContaining(["enabled", "hooks", "config"]));
    expect(labels(items)).not.toContain("name");
  });

  test("a key is written with its colon, unless the colon is there", async () => {
    const [first] = await completeAt("- name: a\n  mod‸\n");
    expect(first?.textEdit?.newText).toBe("module: ");
    const renamed = (await completeAt("- name: a\n  mod‸: x\n")).find(
      ({ label }) => label === "module",
    );
    expect(renamed?.textEdit?.newText).toBe("module");
  });

  test("in config: the settings that the class declares, those that it needs first", async () => {
    const items = await completeAt(
      "- name: a\n  module: ./plugins/ticket.ts:Ticket\n  config:\n    mode: quick\n    ‸\n",
    );
    expect(labels(items)).toEqual(["project_key", "limit", "secrets"]);
    expect(items[0]).toMatchObject({ detail: "string, required" });
  });

  test("in brackets that are not closed: nothing that would need a line of its own", async () => {
    const items = await completeAt(
      "- name: a\n  module: ./plugins/ticket.ts:Ticket\n  config: { mode: quick,\n    ‸\n",
    );
    expect(items.map(({ textEdit }) => textEdit?.newText)).toEqual([
      "project_key: ",
      "limit: ",
      "secrets: ",
    ]);
  });

  test("in config.secrets: what the class requires", async () => {
    const items = await completeAt(
      "- name: a\n  module: ./plugins/ticket.ts:Ticket\n  config:\n    secrets:\n      ‸\n",
    );
    expect(labels(items)).toEqual(["JIRA_TOKEN"]);
  });
});

describe("values", () => {
  test("of name: after the class, or while there is none after the plugins that are there", async () => {
    expect(labels(await completeAt("- name: ‸\n  module: ./plugins/alert.ts:Alert\n"))).toEqual([
      "alert",
    ]);
    const taken =
      "- name: alert\n  module: ./plugins/alert.ts:Alert\n- {name: ‸, module: ./plugins/alert.ts:Alert}\n";
    expect(labels(await completeAt(taken))).toEqual(["alert_2"]);
    expect(labels(await completeAt("- name: ‸\n"))).toEqual(["alert", "ticket"]);
  });

  test("of description: what the class says of itself", async () => {
    const items = await completeAt(
      "- name: a\n  module: ./plugins/ticket.ts:Ticket\n  description: ‸\n",
    );
    expect(items.map(({ textEdit }) => textEdit?.newText)).toEqual([
      '"Creates one issue for every plan."',
    ]);
  });

  test("in quotes: what is written stays in them, and is found by what is typed with them", async () => {
    const [item] = await completeAt(
      '- name: a\n  module: "./plugins/al‸"\n  hooks: ["post_‸"]\n'.replace("post_‸", "x"),
    );
    expect(item).toMatchObject({
      filterText: "./plugins/alert.ts:Alert",
      textEdit: {
        newText: "./plugins/alert.ts:Alert",
        range: { start: { line: 1, character: 11 }, end: { line: 1, character: 23 } },
      },
    });
  });

  test("of hooks on a line of its own: an item with its dash", async () => {
    const entry = "- name: a\n  module: ./plugins/ticket.ts:Ticket\n  hooks:";
    const [below] = await completeAt(`${entry}\n    ‸\n`);
    expect(below?.textEdit?.newText).toBe("- post_plan");
    const [beside] = await completeAt(`${entry} ‸\n`);
    expect(beside?.textEdit?.newText).toBe("[post_plan]");
  });

  test("of module: the plugins that are there, and nothing that is no plugin", async () => {
    const items = await completeAt("- name: a\n  module: ‸\n");
    expect(labels(items)).toEqual(["./plugins/alert.ts:Alert", "./plugins/ticket.ts:Ticket"]);
    expect(items[1]?.documentation).toMatchObject({ value: expect.stringContaining("one issue") });
  });

  test("of module after the colon: the classes of the file, however it is spelt", async () => {
    const items = await completeAt("- name: a\n  module: plugins.alert:‸\n");
    expect(labels(items)).toContain("plugins.alert:Alert");
  });

  test("of enabled", async () => {
    expect(labels(await completeAt("- name: a\n  enabled: ‸\n"))).toEqual(["true", "false"]);
  });

  test("of hooks: what the class handles first, then the platform's, without what is listed", async () => {
    const items = await completeAt(
      "- name: a\n  module: ./plugins/ticket.ts:Ticket\n  hooks:\n    - post_plan\n    - ‸\n",
    );
    expect(labels(items)[0]).toBe("ticket_closed");
    expect(labels(items)).toContain("pre_plan");
    expect(labels(items)).not.toContain("post_plan");
  });

  test("of hooks: what other entries fire and are called for, and what a plugin without an entry would fire", async () => {
    const ticket = "- name: t\n  module: ./plugins/ticket.ts:Ticket\n";
    const alert = "- name: alert\n  module: ./plugins/alert.ts:Alert\n  hooks: [exported]\n";
    const alone = await hookDetailsAbove(alert);
    expect(alone).toMatchObject({
      ticket_created: "fired by ./plugins/ticket.ts:Ticket, which has no entry",
      exported: "nothing here fires it; alert handles it",
    });
    expect(alone).not.toHaveProperty("mine");
    expect(await hookDetailsAbove(ticket)).toMatchObject({
      ticket_created: "fired by t",
      ticket_closed: "nothing here fires it; t handles it",
    });
  });

  test("of a hook that is half typed: not the half itself", async () => {
    const items = await completeAt("- name: a\n  hooks: [po‸]\n");
    expect(labels(items)).toContain("post_plan");
    expect(labels(items)).not.toContain("po");
  });

  test("of a setting: what its schema allows, the default first", async () => {
    const items = await completeAt(
      "- name: a\n  module: ./plugins/ticket.ts:Ticket\n  config:\n    mode: ‸\n",
    );
    expect(labels(items)).toEqual(["quick", "thorough"]);
    expect(items[0]?.detail).toBe("default");
  });

  test("of env: names from the environment and from .env", async () => {
    const items = await completeAt(
      "- name: a\n  module: ./plugins/ticket.ts:Ticket\n  config:\n    secrets:\n      JIRA_TOKEN:\n        env: ‸\n",
    );
    expect(labels(items)).toEqual(expect.arrayContaining(["IN_ENVIRONMENT", "FROM_DOTENV"]));
  });
});

describe("what is chosen", () => {
  const entry = "- name: a\n  module: ./plugins/alert.ts:Alert\n";

  test.each([
    ["right behind a colon", "- name: a\n  module:‸\n", " ./plugins/alert.ts:Alert"],
    ["right behind a dash", "- name: a\n  hooks:\n    -‸\n", " pre_plan"],
    [
      "right behind the dash of an item",
      `${entry}-‸\n`,
      " name: ${1:ticket}\n  module: ./plugins/ticket.ts:Ticket\n  config:\n    project_key: $2",
    ],
    ["between brackets, before another key", "- {name: a, ‸module: x}\n", "enabled"],
    ["between brackets, before a blank", "- {name: a,‸ module: x}\n", " enabled: $0,"],
    ["between brackets, before another line", "- {\n    ‸\n    name: a }\n", "module: $0,"],
    [
      "left of the column of the items",
      `  - name: a\n    module: ./plugins/alert.ts:Alert\n‸\n`,
      "  - name: ${1:ticket}\n    module: ./plugins/ticket.ts:Ticket\n    config:\n      project_key: $2",
    ],
    ["between brackets, before an item", "- name: a\n  hooks: [a,‸ b]\n", " pre_plan$0,"],
    ["between brackets, amid blanks", "- name: a\n  hooks: [mine, ‸ other]\n", "pre_plan$0,"],
    [
      "between brackets, before an item below",
      "- name: a\n  hooks: [mine, ‸\n    other]\n",
      "pre_plan$0,",
    ],
    [
      "between brackets, above an item",
      "- name: a\n  hooks: [\n    ‸\n    other ]\n",
      "pre_plan$0,",
    ],
    ["before a comment", "- name: a\n  hooks: [a, ‸# c\n  ]\n", "pre_plan$0 "],
    ["before a comment and an item", "- name: a\n  hooks: [ ‸# c\n    b]\n", "pre_plan$0, "],
    ["before a comment and a key", "- {name: a, ‸# c\n   module: x}\n", "enabled: $0, "],
    ["above a key behind a comment", "- {name: a, # c\n   ‸module: x}\n", "enabled"],
    ["behind an anchor", "- name: a\n  hooks: [&x po‸]\n", "pre_plan"],
    ["before the quote", '- name: a\n  module: ‸""\n', '"./plugins/alert.ts:Alert"'],
  ])("%s is written so that it stands for itself", async (_, marked, expected) => {
    const texts = (await completeAt(marked)).map(({ textEdit }) => textEdit?.newText);
    expect(texts).toContain(expected);
  });

  test.each([
    ["in the white space before a key", `- name: a\n ‸ module: x\n`],
    ["before the dash of an item", `  ‸- name: a\n`],
    ["between a colon and its value", "- name: a\n  module:‸ ./plugins/alert.ts:Alert\n"],
    ["behind a key whose list stands below", "- name: a\n  hooks:‸\n    - post_plan\n"],
    ["in another column than the keys around", `${entry}   ‸\n`],
    ["in a text of several lines", "- name: a\n  description: >-\n    one‸\n    two\n"],
    ["behind an item without a comma", "- name: a\n  hooks: [a # c\n    ‸ ]\n"],
    ["in an anchor", "- name: a\n  module: &mo‸d ./plugins/alert.ts:Alert\n"],
  ])("nothing is offered %s", async (_, marked) => {
    expect(labels(await completeAt(marked))).toEqual([]);
  });
});

const ALERT_ENTRY = "- name: a\n  module: ./plugins/alert.ts:Alert\n";

test.each([
  [
    "after the dash of an item",
    `${ALERT_ENTRY}- ‸\n`,
    "name: ${1:ticket}\n  module: ./plugins/ticket.ts:Ticket\n  config:\n    project_key: $2",
  ],
  [
    "in an empty manifest",
    "‸",
    "- name: ${1:ticket}\n  module: ./plugins/ticket.ts:Ticket\n  config:\n    project_key: $2",
  ],
  [
    "under a name of the mapping form",
    "a:\n  module: ./plugins/alert.ts:Alert\nb:\n  ‸\n",
    "module: ./plugins/ticket.ts:Ticket\nconfig:\n  project_key: $2",
  ],
])("a plugin is offered as a whole entry %s", async (_, marked, expected) => {
  const items = await completeAt(marked);
  const entry = items.find(({ label }) => label.startsWith("Ticket"));
  expect(entry?.textEdit?.newText).toBe(expected);
});

test("settings are known from Pydantic and JSON Schema, and installed packages' plugins are offered", async () => {
  await workspace.write(DESCRIBED_FILES);
  client.filesChanged(...Object.keys(DESCRIBED_FILES).map((file) => workspace.file(file)));
  const settings = await completeAt("- name: a\n  module: py.board:Board\n  config:\n    ‸\n");
  expect(labels(settings)).toEqual(["columns", "labels", "level", "secrets"]);
  expect(settings[0]).toMatchObject({
    detail: "integer, required",
    documentation: { value: "How many there are." },
  });
  const levels = "- name: a\n  module: py.board:Board\n  config: { level: ‸ }\n";
  expect(labels(await completeAt(levels))).toEqual(["null", "low", "high"]);
  const nested = "- name: a\n  module: ./plugins/shaped.ts:Shaped\n  config:\n    channel: { ‸ }\n";
  expect(labels(await completeAt(nested))).toEqual(["name"]);
  const modules = await completeAt("- name: a\n  module: ‸\n");
  expect(modules.find(({ label }) => label === "acme-plugins/ticket:Ticket")?.detail).toContain(
    "installed with acme-plugins",
  );
  const entries = await completeAt("- ‸\n");
  const board = entries.find(({ label }) => label.startsWith("Board"));
  expect(board?.textEdit?.newText).toBe(
    "name: ${1:board}\n  module: py.board:Board\n  config:\n    columns: ${2:1}",
  );
  const shaped = entries.find(({ label }) => label.startsWith("Shaped"));
  expect(shaped?.textEdit?.newText).toContain('config:\n    channel: ${2:{ name: "" \\}}');
  const versions = "- name: a\n  module: acme-plugins/ticket:Ticket\n  version: ‸\n";
  expect(labels(await completeAt(versions))).toEqual(["^1.4.2", "~1.4.2", "1.4.2"]);
});

test("an editor that knows no tab stops gets entries without them", async () => {
  await workspace.write(DESCRIBED_FILES);
  const plain = await TestClient.start({
    folder: workspace.folder,
    capabilities: { textDocument: { publishDiagnostics: {}, completion: {} } },
  });
  const uri = workspace.uri("plain/plugins.yaml");
  plain.open(uri, "");
  const { items } = await plain.request<CompletionList>("textDocument/completion", {
    textDocument: { uri },
    position: { line: 0, character: 0 },
  });
  const texts = items.map(({ textEdit }) => textEdit?.newText);
  expect(texts).toContain("- name: board\n  module: py.board:Board\n  config:\n    columns: 1");
  expect(texts).toContain(
    '- name: shaped\n  module: ../plugins/shaped.ts:Shaped\n  config:\n    channel: { name: "" }',
  );
  await plain.close();
});

test("a plugin that the manifest has already is not offered as a new entry", async () => {
  const items = await completeAt(`${ALERT_ENTRY}- ‸\n`);
  expect(labels(items).some((label) => label.startsWith("Alert"))).toBe(false);
});

test("other YAML gets no completions", async () => {
  const uri = workspace.uri("other.yaml");
  client.open(uri, "- \n");
  const position = { line: 0, character: 2 };
  expect(
    await client.request("textDocument/completion", { textDocument: { uri }, position }),
  ).toBeNull();
});

describe("in a comment", () => {
  test("the words that suppress, and after them the codes", async () => {
    expect(labels(await completeAt("- name: a # ‸\n"))).toEqual([
      "patchbay-ignore",
      "patchbay-ignore-file",
    ]);
    const codes = await completeAt("# patchbay-ignore hook/unknown, module/n‸\n- name: a\n");
    expect(labels(codes)).toContain("module/not-found");
    expect(codes[0]?.textEdit).toMatchObject({
      range: { start: { line: 0, character: 32 }, end: { line: 0, character: 40 } },
    });
  });

  test("nothing of the kind in a text that only looks so", async () => {
    expect(labels(await completeAt("- name: a\n  hooks: [x#‸]\n"))).not.toContain(
      "patchbay-ignore",
    );
  });
});
