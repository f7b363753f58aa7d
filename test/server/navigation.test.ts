import { readFile } from "node:fs/promises";
import type { Hover, InlayHint, Location, WorkspaceEdit } from "vscode-languageserver/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileURLToPath } from "node:url";
import { applyTo, cursorIn, SAMPLE_FILES, TestClient, TestWorkspace } from "./harness/index.ts";

const MANIFEST = `- name: ticket
  module: ./plugins/ticket.ts:Ticket
  hooks: [post_plan, ticket_closed]
  config:
    project_key: DEMO
    secrets:
      JIRA_TOKEN: { env: ACME }
- name: alert
  module: plugins.alert:Alert
  hooks:
    - ticket_created
`;

let workspace: TestWorkspace;
let client: TestClient;
let uri: string;

beforeAll(async () => {
  workspace = await TestWorkspace.create({
    ...SAMPLE_FILES,
    ".env": "OTHER=1\nJIRA_TOKEN=the-value\n",
    "plugins.yaml": MANIFEST,
  });
  client = await TestClient.start({ folder: workspace.folder });
  uri = workspace.uri("plugins.yaml");
  client.open(uri, MANIFEST);
});
afterAll(async () => {
  await client.close();
  await workspace[Symbol.asyncDispose]();
});

/** The request at the middle of the first occurrence of a text in the manifest. */
function at<Answer>(method: string, needle: string, rest: object = {}): Promise<Answer> {
  const middle = MANIFEST.indexOf(needle) + Math.floor(needle.length / 2);
  const { position } = cursorIn(`${MANIFEST.slice(0, middle)}‸${MANIFEST.slice(middle)}`);
  return client.request<Answer>(method, { textDocument: { uri }, position, ...rest });
}

/** The text that a location covers. */
async function textAt({ uri: target, range }: Location): Promise<string> {
  const lines = (await readFile(fileURLToPath(target), "utf8")).split("\n");
  const line = lines[range.start.line] ?? "";
  return `${target.slice(target.lastIndexOf("/") + 1)}: ${line.slice(range.start.character, range.end.character)}`;
}

describe("hover", () => {
  test.each([
    ["enabled", "module", "`path:ClassName`"],
    ["the class", "ticket.ts:Ticket", "Creates one issue for every plan."],
    ["the file", "plugins.alert:Alert", "plugins/alert.ts"],
    ["a hook of the platform", "post_plan", "After the plan is assembled"],
    ["the method of a hook", "post_plan", "postPlan"],
    ["a setting", "project_key", "Key of the project."],
    ["a secret", "JIRA_TOKEN", ".env"],
  ])("on %s", async (_, needle, expected) => {
    const hover = await at<Hover | null>("textDocument/hover", needle);
    expect(JSON.stringify(hover?.contents)).toContain(expected);
    expect(JSON.stringify(hover)).not.toContain("the-value");
  });
});

describe("definition", () => {
  test.each([
    ["from module to the class", "ticket.ts:Ticket", "ticket.ts: Ticket"],
    ["from a dotted module to the class", "plugins.alert:Alert", "alert.ts: Alert"],
    ["from the name to the class", "ticket\n", "ticket.ts: Ticket"],
    ["from a hook to its method", "post_plan", "ticket.ts: postPlan"],
    ["from a secret to its line in .env", "JIRA_TOKEN", ".env: JIRA_TOKEN"],
  ])("%s", async (_, needle, expected) => {
    const location = await at<Location | null>("textDocument/definition", needle);
    expect(location && (await textAt(location))).toBe(expected);
  });
});

describe("references", () => {
  test.each([
    [
      "of a hook",
      "ticket_created",
      [
        "plugins.yaml: ticket_created",
        "ticket.ts: ticket_created",
        "alert.ts: ticket_created",
        "alert.ts: ticket_created",
      ],
    ],
    [
      "of a secret",
      "JIRA_TOKEN",
      [
        "plugins.yaml: JIRA_TOKEN",
        "ticket.ts: JIRA_TOKEN",
        "ticket.ts: JIRA_TOKEN",
        ".env: JIRA_TOKEN",
      ],
    ],
    ["of a class", "plugins.alert:Alert", ["plugins.yaml: Alert", "alert.ts: Alert"]],
  ])("%s, across manifest, sources and .env", async (_, needle, expected) => {
    const context = { includeDeclaration: true };
    const found = await at<Location[]>("textDocument/references", needle, { context });
    const texts = await Promise.all(found.map(textAt));
    expect(texts.toSorted()).toEqual(expected.toSorted());
  });
});

describe("rename", () => {
  test("of a hook changes the manifest, the declarations, the emit and the handler", async () => {
    const edit = await at<WorkspaceEdit>("textDocument/rename", "ticket_created", {
      newName: "ticket_made",
    });
    const alert = applyTo(
      SAMPLE_FILES["plugins/alert.ts"] ?? "",
      edit,
      workspace.uri("plugins/alert.ts"),
    );
    expect(alert).not.toContain("ticket_created");
    expect(alert.match(/ticket_made/g)).toHaveLength(2);
    expect(
      applyTo(SAMPLE_FILES["plugins/ticket.ts"] ?? "", edit, workspace.uri("plugins/ticket.ts")),
    ).toContain('emit("ticket_made"');
    expect(applyTo(MANIFEST, edit, uri)).toContain("- ticket_made");
  });

  test("of a hook keeps the spelling of its handler", async () => {
    const edit = await at<WorkspaceEdit>("textDocument/rename", "ticket_closed", {
      newName: "ticket_shut",
    });
    expect(
      applyTo(SAMPLE_FILES["plugins/ticket.ts"] ?? "", edit, workspace.uri("plugins/ticket.ts")),
    ).toContain("ticket_shut({ key })");
  });

  test("of the platform's hooks is refused, and so is a name that cannot be", async () => {
    await expect(at("textDocument/rename", "post_plan", { newName: "x" })).rejects.toThrow(
      "platform",
    );
    await expect(at("textDocument/rename", "ticket_created", { newName: "a b" })).rejects.toThrow(
      "no name",
    );
    expect(await at("textDocument/prepareRename", "post_plan")).toBeNull();
  });

  test("of a plugin changes its name", async () => {
    const edit = await at<WorkspaceEdit>("textDocument/rename", "alert\n", { newName: "alarm" });
    expect(applyTo(MANIFEST, edit, uri)).toContain("- name: alarm\n");
  });
});

test("the outline has every entry with its fields, and shows nothing of config", async () => {
  const symbols = await client.request<
    { name: string; children: { name: string; detail: string }[] }[]
  >("textDocument/documentSymbol", { textDocument: { uri } });
  expect(symbols.map(({ name }) => name)).toEqual(["ticket", "alert"]);
  expect(symbols[0]?.children.map(({ name }) => name)).toEqual(["module", "hooks", "config"]);
  expect(JSON.stringify(symbols)).not.toContain("DEMO");
});

test("module paths are links, entries fold, and workspace symbols find them by name", async () => {
  const links = await client.request<{ target: string }[]>("textDocument/documentLink", {
    textDocument: { uri },
  });
  expect(links.map(({ target }) => target)).toEqual([
    workspace.uri("plugins/ticket.ts"),
    workspace.uri("plugins/alert.ts"),
  ]);
  const folds = await client.request<{ startLine: number; endLine: number }[]>(
    "textDocument/foldingRange",
    { textDocument: { uri } },
  );
  expect(folds).toContainEqual({ startLine: 0, endLine: 6 });
  const found = await client.request<{ name: string }[]>("workspace/symbol", { query: "ALE" });
  expect(found.map(({ name }) => name)).toEqual(["alert"]);
});

test("a hook of many plugins says where each stands, and names no more of them than anybody reads", async () => {
  const many = workspace.uri("many/plugins.yaml");
  const entries = Array.from(
    { length: 30 },
    (_, index) => `- {name: p${index}, hooks: [shared]}\n`,
  );
  client.open(many, entries.join(""));
  const end = { line: 30, character: 0 };
  const hints = await client.request<InlayHint[]>("textDocument/inlayHint", {
    textDocument: { uri: many },
    range: { start: { line: 0, character: 0 }, end },
  });
  expect(hints.map(({ label }) => label)).toContain("30 of 30");
  expect(hints[0]?.tooltip).toMatch(/^shared calls p0, then p1, .*then p19, then 10 more\.$/);
  client.closeDocument(many);
});

test("a secret is found and renamed in the secrets file too, whose values stay where they are", async () => {
  await using other = await TestWorkspace.create({
    ...SAMPLE_FILES,
    "plugins.yaml": MANIFEST,
    "secrets.json": '{ "JIRA_TOKEN": "the-value" }\n',
  });
  const reading = await TestClient.start({
    folder: other.folder,
    environment: { PLUGIN_SECRET_PATH: "secrets.json" },
  });
  reading.open(other.uri("plugins.yaml"), MANIFEST);
  const params = {
    textDocument: { uri: other.uri("plugins.yaml") },
    position: { line: 6, character: 8 },
  };
  const secrets = other.uri("secrets.json");
  const range = { start: { line: 0, character: 3 }, end: { line: 0, character: 13 } };
  expect(await reading.request("textDocument/definition", params)).toEqual({ uri: secrets, range });
  const edit = await reading.request<WorkspaceEdit>("textDocument/rename", {
    ...params,
    newName: "BOARD_TOKEN",
  });
  expect(edit.changes?.[secrets]).toEqual([{ range, newText: "BOARD_TOKEN" }]);
  expect(JSON.stringify(reading.written)).not.toContain("the-value");
  await reading.close();
});
