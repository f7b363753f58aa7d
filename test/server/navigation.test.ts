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

describe("hover on a hook's name", () => {
  const entry = "- name: t\n  module: ./plugins/ticket.ts:Ticket\n";
  test.each([
    ["a block list", `${entry}  hooks:\n    - post‸_plan # why\n`],
    ["a block list that is not indented", `${entry}  hooks:\n  - post‸_plan\n`],
    ["a dash on a line of its own", `${entry}  hooks:\n    -\n      post‸_plan\n`],
    ["double quotes", `${entry}  hooks:\n    - "post‸_plan"\n`],
    ["single quotes", `${entry}  hooks: ['post‸_plan']\n`],
    ["a flow list", `${entry}  hooks: [pre_plan, post‸_plan]\n`],
    ["a flow list of several lines", `${entry}  hooks: [\n    pre_plan,\n    post_plan‸,\n  ]\n`],
    ["a flow list that is not closed", `${entry}  hooks: [‸post_plan\n`],
    ["a flow entry", `- {name: t, module: './plugins/ticket.ts:Ticket', hooks: ["post‸_plan"]}\n`],
    ["the mapping form", `t:\n  module: ./plugins/ticket.ts:Ticket\n  hooks: [post‸_plan]\n`],
    ["an anchor", `${entry}  hooks:\n    - &first post‸_plan\n`],
    ["a tag", `${entry}  hooks:\n    - !!str post‸_plan\n`],
    ["CRLF", `${entry}  hooks:\n    - post‸_plan\n`.replaceAll("\n", "\r\n")],
    ["broken YAML around it", `${entry}  hooks: [post‸_plan]\n  config: [\n- "x\n`],
  ])("in %s", async (_, marked) => {
    const { text, position } = cursorIn(marked);
    const spelt = workspace.uri("spelt/plugins.yaml");
    client.open(spelt, text.replaceAll("./plugins/", "../plugins/"));
    const moved = text.split("\n")[position.line]?.includes("module:") ? 1 : 0;
    const hover = await client.request<Hover | null>("textDocument/hover", {
      textDocument: { uri: spelt },
      position: { ...position, character: position.character + moved },
    });
    expect(JSON.stringify(hover?.contents)).toMatch(/\*\*post_plan\*\*.*postPlan\(/);
    client.closeDocument(spelt);
  });

  test("tells who is called, in order, and who fires it", async () => {
    const contents = JSON.stringify(await at<Hover>("textDocument/hover", "ticket_created"));
    expect(contents).toContain("Called in this order: `alert`");
    expect(contents).toContain("Fired by: `ticket`");
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

describe("declaration", () => {
  test.each([
    ["from a hook to the class's list", "post_plan", "ticket.ts: post_plan"],
    ["from a secret to the class's list", "JIRA_TOKEN", "ticket.ts: JIRA_TOKEN"],
    ["from module to the class", "ticket.ts:Ticket", "ticket.ts: Ticket"],
  ])("%s", async (_, needle, expected) => {
    const location = await at<Location | null>("textDocument/declaration", needle);
    expect(location && (await textAt(location))).toBe(expected);
  });
});

test("implementations of a hook are the methods of all plugins that are called for it", async () => {
  const text = `${MANIFEST}- name: again
  module: ./plugins/ticket.ts:Ticket
  hooks: [post_plan]
- {name: camel, module: ./plugins/camel.ts:Camel}
`;
  const many = workspace.uri("implementations/plugins.yaml");
  await workspace.write({
    "implementations/plugins/ticket.ts": SAMPLE_FILES["plugins/ticket.ts"] ?? "",
    "implementations/plugins/camel.ts": `import { PluginBase } from "patchbay";
export class Camel extends PluginBase {
  static hooks = ["post_plan"];
  post_plan() {}
}
`,
  });
  client.open(many, text);
  const found = await client.request<Location[]>("textDocument/implementation", {
    textDocument: { uri: many },
    position: { line: 2, character: 12 },
  });
  expect(await Promise.all(found.map(textAt))).toEqual([
    "ticket.ts: postPlan",
    "camel.ts: post_plan",
  ]);
  client.closeDocument(many);
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

  test("of a class changes its module, its declaration, and who imports it and gives it on", async () => {
    await using other = await TestWorkspace.create({
      ...SAMPLE_FILES,
      "plugins/index.ts": `export { Alert, Alert as Alarm } from "./alert.ts";\n`,
      "plugins/loud.ts": `import * as plugins from "./index.ts";
import { Alert as Base } from "./alert.ts";
// Alert in a comment
export class Loud extends plugins.Alert { text = "Alert"; base = Base; Alert = 1; }
`,
    });
    const text =
      "- {name: a, module: ./plugins/alert.ts:Alert}\n- {name: b, module: './plugins/index.ts:Alert'}\n- {name: c, module: ./plugins/index.ts:Alarm}\n";
    const renaming = await TestClient.start({ folder: other.folder });
    renaming.open(other.uri("plugins.yaml"), text);
    const place = {
      textDocument: { uri: other.uri("plugins.yaml") },
      position: { line: 0, character: 41 },
    };
    const ask = (newName: string): Promise<WorkspaceEdit> =>
      renaming.request<WorkspaceEdit>("textDocument/rename", { ...place, newName });
    const edit = await ask("Siren");
    const after = (name: string, before: string): string => applyTo(before, edit, other.uri(name));
    expect(after("plugins.yaml", text)).toBe(
      text.replace("alert.ts:Alert", "alert.ts:Siren").replace("index.ts:Alert", "index.ts:Siren"),
    );
    expect(after("plugins/alert.ts", SAMPLE_FILES["plugins/alert.ts"] ?? "")).toContain(
      "export class Siren extends",
    );
    const read = (name: string): Promise<string> => readFile(other.file(name), "utf8");
    expect(after("plugins/index.ts", await read("plugins/index.ts"))).toBe(
      `export { Siren, Siren as Alarm } from "./alert.ts";\n`,
    );
    expect(after("plugins/loud.ts", await read("plugins/loud.ts")))
      .toBe(`import * as plugins from "./index.ts";
import { Siren as Base } from "./alert.ts";
// Alert in a comment
export class Loud extends plugins.Siren { text = "Alert"; base = Base; Alert = 1; }
`);
    await expect(ask("Loud")).rejects.toThrow("something else already");
    await expect(ask("two words")).rejects.toThrow("no name");
    await renaming.close();
  });

  test("of a class in Python follows its imports", async () => {
    const files = {
      "acme/ticket.py":
        "from agent_pm.plugins.base import PluginBase\n\nclass Ticket(PluginBase):\n    Ticket = 1\n",
      "acme/more.py":
        "from .ticket import Ticket\nfrom . import ticket\n\nclass More(Ticket):\n    kept = ticket.Ticket.Ticket\n",
    };
    await using other = await TestWorkspace.create({ ...files, "acme/__init__.py": "" });
    const renaming = await TestClient.start({ folder: other.folder });
    const text = "- {name: a, module: acme.ticket:Ticket}\n";
    renaming.open(other.uri("plugins.yaml"), text);
    const edit = await renaming.request<WorkspaceEdit>("textDocument/rename", {
      textDocument: { uri: other.uri("plugins.yaml") },
      position: { line: 0, character: 34 },
      newName: "Issue",
    });
    expect(applyTo(text, edit, other.uri("plugins.yaml"))).toContain("acme.ticket:Issue");
    expect(applyTo(files["acme/more.py"], edit, other.uri("acme/more.py"))).toBe(
      "from .ticket import Issue\nfrom . import ticket\n\nclass More(Issue):\n    kept = ticket.Issue.Ticket\n",
    );
    await renaming.close();
  });

  test("of an anchor changes its aliases, up to the next anchor of the name", async () => {
    const text =
      "- {name: a, config: &shared {k: 1}}\n- {name: b, config: *shared} # *shared\n- {name: '*shared', config: &shared {}}\n- {name: d, config: *shared}\n";
    const anchors = workspace.uri("anchors/plugins.yaml");
    client.open(anchors, text);
    const place = { textDocument: { uri: anchors }, position: { line: 1, character: 24 } };
    expect(await client.request("textDocument/definition", place)).toMatchObject({
      range: { start: { line: 0, character: 21 }, end: { line: 0, character: 27 } },
    });
    expect(JSON.stringify(await client.request("textDocument/hover", place))).toContain("line 1");
    const edit = await client.request<WorkspaceEdit>("textDocument/rename", {
      ...place,
      newName: "common",
    });
    expect(applyTo(text, edit, anchors)).toBe(
      text.replace("&shared {k", "&common {k").replace("*shared}", "*common}"),
    );
    client.closeDocument(anchors);
  });

  test("of a plugin changes its name, and its section of the secrets file", async () => {
    await using other = await TestWorkspace.create({
      ...SAMPLE_FILES,
      "secrets.yaml": "plugins:\n  alert:\n    TOKEN: the-value\nalert: other-value\n",
    });
    const renaming = await TestClient.start({
      folder: other.folder,
      environment: { PLUGIN_SECRET_PATH: "secrets.yaml" },
    });
    renaming.open(other.uri("plugins.yaml"), MANIFEST);
    const place = {
      textDocument: { uri: other.uri("plugins.yaml") },
      position: { line: 7, character: 10 },
    };
    const edit = await renaming.request<WorkspaceEdit>("textDocument/rename", {
      ...place,
      newName: "alarm",
    });
    expect(edit.changes?.[other.uri("secrets.yaml")]).toEqual([
      {
        range: { start: { line: 1, character: 2 }, end: { line: 1, character: 7 } },
        newText: "alarm",
      },
    ]);
    for (const newName of ["on", "null", "1.5"]) {
      const { changes } = await renaming.request<WorkspaceEdit>("textDocument/rename", {
        ...place,
        newName,
      });
      expect(changes?.[other.uri("secrets.yaml")]).toMatchObject([{ newText: `"${newName}"` }]);
    }
    await expect(
      renaming.request("textDocument/rename", { ...place, newName: "ticket" }),
    ).rejects.toThrow("Another entry");
    await renaming.close();
  });

  test("of a plugin leaves other manifests alone, which have plugins of their own", async () => {
    const other = workspace.uri("other/plugins.yaml");
    client.open(other, "- {name: alert, module: ../plugins/alert.ts:Alert}\n");
    const edit = await at<WorkspaceEdit>("textDocument/rename", "alert\n", { newName: "alarm" });
    expect(Object.keys(edit.changes ?? {})).toEqual([uri]);
    client.closeDocument(other);
  });

  test("starts from the name itself, without its quotes, and from nowhere else", async () => {
    const quoted = workspace.uri("quoted/plugins.yaml");
    client.open(quoted, `- {name: "a b", hooks: ['made_up'], config: {secrets: {X: {env: Y}}}}\n`);
    const rangeAt = (character: number): Promise<unknown> =>
      client.request("textDocument/prepareRename", {
        textDocument: { uri: quoted },
        position: { line: 0, character },
      });
    expect(await rangeAt(26)).toEqual({
      start: { line: 0, character: 25 },
      end: { line: 0, character: 32 },
    });
    expect(await rangeAt(64)).toBeNull();
    client.closeDocument(quoted);
  });

  test("of a plugin between quotes stays there, and starts without them", async () => {
    const quoted = workspace.uri("quoted/plugins.yaml");
    const text = `- name: "alert one"\n  module: ../plugins/alert.ts:Alert\n`;
    client.open(quoted, text);
    const place = { textDocument: { uri: quoted }, position: { line: 0, character: 12 } };
    expect(await client.request("textDocument/prepareRename", place)).toEqual({
      start: { line: 0, character: 9 },
      end: { line: 0, character: 18 },
    });
    const edit = await client.request<WorkspaceEdit>("textDocument/rename", {
      ...place,
      newName: "größer",
    });
    expect(applyTo(text, edit, quoted)).toContain(`- name: "größer"\n`);
    client.closeDocument(quoted);
  });

  test.each(["123", "true", "no", "2026-01-15"])(
    "of a plugin to %s, which plain YAML would read as something else, is written in quotes",
    async (newName) => {
      const edit = await at<WorkspaceEdit>("textDocument/rename", "alert\n", { newName });
      expect(applyTo(MANIFEST, edit, uri)).toContain(`- name: "${newName}"\n`);
    },
  );

  test("of an anchor to the name of another one is refused", async () => {
    const anchors = workspace.uri("anchors/plugins.yaml");
    client.open(anchors, "- {name: a, hooks: &one [x]}\n- {name: b, hooks: &two [y]}\n");
    const place = { textDocument: { uri: anchors }, position: { line: 0, character: 21 } };
    await expect(
      client.request("textDocument/rename", { ...place, newName: "two" }),
    ).rejects.toThrow("an anchor called two");
    client.closeDocument(anchors);
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

test("what counts without being written is shown: files, defaults, the hooks of the class", async () => {
  const hinted = workspace.uri("hinted/plugins.yaml");
  const text = `- name: ticket
  module: plugins.ticket:Ticket
- {name: other, module: plugins.ticket:Ticket, hooks: [], config: {mode: thorough}}
- name: third
  module: plugins.ticket:Ticket
  hooks: [post_plan]
  config:
    project_key: A
`;
  client.open(hinted, text);
  const hints = await client.request<InlayHint[]>("textDocument/inlayHint", {
    textDocument: { uri: hinted },
    range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
  });
  const lines = text.split("\n");
  expect(
    hints.map(({ label, position: { line, character } }) => {
      const before = (lines[line] ?? "").slice(0, character);
      return `${before.slice(-8)}| ${typeof label === "string" ? label : ""}`;
    }),
  ).toEqual([
    "t:Ticket| → plugins/ticket.ts",
    "t:Ticket| hooks post_plan, ticket_closed",
    't:Ticket| default mode: "quick"',
    "t:Ticket| → plugins/ticket.ts",
    "ooks: []| hooks post_plan, ticket_closed",
    "t:Ticket| → plugins/ticket.ts",
    "ost_plan| 3 of 3",
    ' config:| default mode: "quick"',
  ]);
  client.closeDocument(hinted);
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
