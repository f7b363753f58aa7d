import { access } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  codesAt,
  SAMPLE_FILES,
  TestClient,
  TestWorkspace,
  TICKET_ENTRY,
  VERSIONED_SOURCE,
} from "./harness/index.ts";

let workspace: TestWorkspace;
let client: TestClient;

beforeAll(async () => {
  workspace = await TestWorkspace.create({
    ...SAMPLE_FILES,
    "plugins/versioned.ts": VERSIONED_SOURCE,
  });
  client = await TestClient.start({
    folder: workspace.folder,
    environment: { JIRA_TOKEN: "set-in-the-environment" },
  });
});
afterAll(async () => {
  await client.close();
  await workspace[Symbol.asyncDispose]();
});

/** Opens a manifest and waits until the server reports what is expected: `code@underlined text` of each. */
async function expectCodes(text: string, expected: readonly string[]): Promise<void> {
  const uri = workspace.uri("plugins.yaml");
  const opened = client.open(uri, text);
  const codes = expected.map((each) => each.slice(0, each.indexOf("@")));
  const { diagnostics } = await client.published.when(
    uri,
    (found, { version }) =>
      version === opened &&
      found.length === expected.length &&
      codes.every((code) => found.some((diagnostic) => diagnostic.code === code)),
  );
  expect(codesAt(text, diagnostics).toSorted()).toEqual(expected.toSorted());
  client.closeDocument(uri);
}

describe("the text of a manifest", () => {
  test.each([
    ["a missing field", "- name: ticket\n", ["manifest/missing-field@ticket"]],
    ["a misspelt key", `${TICKET_ENTRY}  enabeld: true\n`, ["manifest/unknown-key@enabeld"]],
    [
      "a name that is a number",
      "- name: 5\n  module: ./plugins/alert.ts:Alert\n",
      ["manifest/wrong-type@5"],
    ],
    [
      "two entries of one name",
      `${TICKET_ENTRY}- name: ticket\n  module: ./plugins/alert.ts:Alert\n`,
      ["manifest/duplicate-name@ticket"],
    ],
    ["a scalar", "nothing to see\n", ["manifest/not-a-list@nothing to see"]],
    [
      "a reference without a class",
      "- name: alert\n  module: ./plugins/alert.ts\n",
      ["module/malformed@./plugins/alert.ts"],
    ],
  ])("%s is reported at its place", async (_, text, expected) => {
    await expectCodes(text, expected);
  });

  test("a syntax error is reported, and the entries that can be read are checked all the same", async () => {
    const text = `${TICKET_ENTRY}- name: other\n  module: ./plugins/none.ts:None\n  hooks: [post_plan\n`;
    const uri = workspace.uri("plugins.yaml");
    client.open(uri, text);
    const diagnostics = await client.diagnosticsWith(uri, "manifest/syntax", "module/not-found");
    expect(diagnostics.length).toBeGreaterThan(1);
    client.closeDocument(uri);
  });

  test("an empty manifest is fine", async () => {
    await expectCodes("", []);
    await expectCodes("# nothing yet\n", []);
  });
});

describe("what a manifest leads to", () => {
  test.each([
    [
      "a file that is not there",
      "- name: a\n  module: ./plugins/tiket.ts:Ticket\n",
      ["module/not-found@./plugins/tiket.ts"],
    ],
    [
      "a class that is not in the file",
      '- name: a\n  module: "./plugins/alert.ts:Alrt"\n',
      ["module/class-not-found@Alrt"],
    ],
    [
      "a class that is no plugin",
      "- name: a\n  module: ./plugins/ticket.ts:Helper\n",
      ["module/not-a-plugin@./plugins/ticket.ts:Helper"],
    ],
    [
      "a hook that the class does not handle, and that is misspelt",
      "- {name: a, module: ./plugins/alert.ts:Alert, hooks: [post_plam]}\n",
      ["hook/not-handled@post_plam", "hook/unknown@post_plam"],
    ],
    [
      "a config that breaks the schema of the class",
      "- name: t\n  module: ./plugins/ticket.ts:Ticket\n  config: {mode: slow, limit: 12}\n",
      ["config/invalid@config", "config/invalid@slow", "config/invalid@12"],
    ],
    [
      "a secret in plain text",
      `${TICKET_ENTRY}    secrets:\n      JIRA_TOKEN: in-plain-text\n`,
      ["secret/plaintext@in-plain-text"],
    ],
    [
      "a hook that the class handles and the list leaves out",
      "- {name: t, module: ./plugins/ticket.ts:Ticket, hooks: [ticket_closed], config: {project_key: A}}\n",
      ["hook/not-listed@hooks", "hook/unknown@ticket_closed"],
    ],
    [
      "a version that the entry does not accept",
      "- {name: v, module: ./plugins/versioned.ts:Versioned, version: ^2.0.0}\n",
      ["version/not-satisfied@^2.0.0"],
    ],
    [
      "versions that are no range",
      "- {name: v, module: ./plugins/versioned.ts:Versioned, version: newest}\n",
      ["version/malformed-range@newest"],
    ],
    [
      "a version that is accepted",
      "- {name: v, module: ./plugins/versioned.ts:Versioned, version: ~1.2}\n",
      [],
    ],
    [
      "a secret that the class never asks for, but not one that it only reads",
      "- {name: v, module: ./plugins/versioned.ts:Versioned, config: {secrets: {OPTIONAL: {env: A}, OPTIONL: {env: A}}}}\n",
      ["secret/not-required@OPTIONL"],
    ],
    [
      "two entries that do the same",
      "- {name: a, module: ./plugins/alert.ts:Alert}\n- {name: b, module: ./plugins/alert.ts:Alert}\n",
      ["manifest/duplicate-module@./plugins/alert.ts:Alert"],
    ],
    [
      "two entries of one class with a config each, or of which one is off",
      "- {name: a, module: ./plugins/alert.ts:Alert}\n- {name: b, module: ./plugins/alert.ts:Alert, config: {to: us}}\n- {name: c, module: ./plugins/alert.ts:Alert, enabled: off} # patchbay-ignore manifest/disabled\n",
      [],
    ],
    [
      "a disabled entry, which is faded",
      "- name: alert\n  module: ./plugins/alert.ts:Alert\n  enabled: no\n",
      ["manifest/disabled@- name: alert…"],
    ],
  ])("%s is reported at its place", async (_, text, expected) => {
    await expectCodes(text, expected);
  });

  test("every diagnostic says whose it is, and links to its section of the documentation", async () => {
    const uri = workspace.uri("plugins.yaml");
    client.open(uri, "- name: a\n  module: ./plugins/alert.ts:Alrt\n");
    const [found] = await client.diagnosticsWith(uri, "module/class-not-found");
    expect(found).toMatchObject({ source: "patchbay", severity: 1 });
    const href = found?.codeDescription?.href ?? "";
    expect(href).toMatch(/\/docs\/diagnostics\.md#moduleclass-not-found$/);
    await access(new URL(href));
    expect(found?.message).toContain("Did you mean Alert?");
    client.closeDocument(uri);
  });
});

describe("how text is written", () => {
  const broken = "module: ./plugins/alert.ts:Alrt";
  test.each([
    ["block style", `- name: ä𝒳\n  ${broken}\n`],
    ["flow style", `[{name: ä𝒳, ${broken}}]\n`],
    ["mapping form", `ä𝒳:\n  ${broken}\n`],
    ["quotes", `- name: "ä𝒳"\n  module: './plugins/alert.ts:Alrt'\n`],
    ["CRLF", `- name: ä𝒳\r\n  ${broken}\r\n`],
    ["a byte order mark", `\uFEFF- name: ä𝒳\n  ${broken}\n`],
    ["comments", `# first\n- name: ä𝒳 # second\n  # third\n  ${broken} # fourth\n`],
    ["an anchor", `- &first\n  name: ä𝒳\n  ${broken}\n`],
    ["characters beyond the first plane before it", `- {name: ä𝒳𝒳𝒳, ${broken}}\n`],
  ])("%s does not move a range", async (_, text) => {
    await expectCodes(text, ["module/class-not-found@Alrt"]);
  });
});

test("a suppression drops its diagnostic, and one that suppresses nothing is reported", async () => {
  const missing = "module: ./plugins/tiket.ts:Ticket";
  await expectCodes(`- name: a\n  # patchbay-ignore module/not-found\n  ${missing}\n`, []);
  await expectCodes(`- name: a\n  ${missing} # patchbay-ignore module/not-found\n`, []);
  await expectCodes(`# patchbay-ignore-file module/not-found\n- name: a\n\n  ${missing}\n`, []);
  await expectCodes(`# patchbay-ignore hook/unknown, made/up\n${TICKET_ENTRY}`, [
    "suppression/unused@hook/unknown",
    "suppression/unused@made/up",
  ]);
});

test("a setting changes how severe a code is, or drops it, while the manifest is open", async () => {
  const uri = workspace.uri("plugins.yaml");
  client.open(uri, "- name: a\n  module: ./plugins/tiket.ts:Ticket\n");
  await client.diagnosticsWith(uri, "module/not-found");
  client.changeSettings({ diagnostics: { severity: { "module/not-found": "hint" } } });
  await client.published.when(uri, ([first]) => first?.severity === 4);
  client.changeSettings({ diagnostics: { severity: { "module/*": "off" } } });
  await client.published.when(uri, (found) => found.length === 0);
  client.changeSettings({ diagnostics: { severity: { "module/not-found": 5 } } });
  await client.published.when(uri, ([first]) => first?.severity === 1);
  client.changeSettings({});
  client.closeDocument(uri);
});

test("a Python plugin is read like the others: its class, hooks and secrets", async () => {
  await workspace.write({
    "py/export.py": [
      "from agent_pm.plugins.base import PluginBase",
      "",
      "class Export(PluginBase):",
      '    name = "export"',
      '    hooks = ("post_plan",)',
      '    required_secrets = ("WAREHOUSE_TOKEN",)',
      "",
      "    def post_plan(self, plan, context):",
      "        pass",
      "",
    ].join("\n"),
  });
  await expectCodes("- name: export\n  module: py.export:Export\n  hooks: [post_plan]\n", [
    "secret/missing@export",
  ]);
  await expectCodes("- name: export\n  module: py.export:Exprt\n", [
    "module/class-not-found@Exprt",
  ]);
});

test("in a source, a method for a hook that the class does not declare is reported", async () => {
  const source = `import { PluginBase } from "patchbay";
export class Quiet extends PluginBase {
  static readonly hooks = ["pre_plan"];
  pre_plan() {}
  postPlan() {}
  unrelated() {}
}
`;
  await workspace.write({ "plugins/quiet.ts": source });
  client.filesChanged(workspace.file("plugins/quiet.ts"));
  client.open(workspace.uri("plugins.yaml"), "- {name: q, module: ./plugins/quiet.ts:Quiet}\n");
  client.open(workspace.uri("plugins/quiet.ts"), source, "typescript");
  const found = await client.diagnosticsWith(workspace.uri("plugins/quiet.ts"), "hook/not-listed");
  expect(codesAt(source, found)).toEqual(["hook/not-listed@postPlan"]);
  client.closeDocument(workspace.uri("plugins/quiet.ts"));
  client.closeDocument(workspace.uri("plugins.yaml"));
});
