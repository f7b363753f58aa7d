import type { CodeAction } from "vscode-languageserver/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  applyTo,
  DESCRIBED_FILES,
  SAMPLE_FILES,
  TestClient,
  TestWorkspace,
  TICKET_ENTRY,
  VERSIONED_SOURCE,
} from "./harness/index.ts";

const CAMEL_SOURCE = `import { z } from "zod";
import { PluginBase } from "patchbay";

export class Camel extends PluginBase {
  postPlan() {}
  onFeedback() {}
}
`;
const TABBED_SOURCE = `import { PluginBase } from 'patchbay';\r
\r
export class Tabbed extends PluginBase {\r
\tstatic name = 'tabbed';\r
}\r
`;
const PYTHON_SOURCE = `from agent_pm.plugins.base import PluginBase


class Export(PluginBase):
    name = "export"
`;

let workspace: TestWorkspace;
let client: TestClient;
let uri: string;

beforeAll(async () => {
  workspace = await TestWorkspace.create({
    ...SAMPLE_FILES,
    "plugins/versioned.ts": VERSIONED_SOURCE,
    "plugins/camel.ts": CAMEL_SOURCE,
    "plugins/tabbed.js": TABBED_SOURCE,
    "py/export.py": PYTHON_SOURCE,
    ...DESCRIBED_FILES,
  });
  client = await TestClient.start({ folder: workspace.folder });
  uri = workspace.uri("plugins.yaml");
});
afterAll(async () => {
  await client.close();
  await workspace[Symbol.asyncDispose]();
});

/** The fixes of the first diagnostic with a code; the manifest stays open. */
async function fixesOf(text: string, code: string): Promise<readonly CodeAction[]> {
  const version = client.open(uri, text);
  const { diagnostics } = await client.published.when(
    uri,
    (found, params) => params.version === version && found.some((each) => each.code === code),
  );
  const diagnostic = diagnostics.find((each) => each.code === code);
  const params = {
    textDocument: { uri },
    range: diagnostic?.range,
    context: { diagnostics: [diagnostic] },
  };
  return client.request<CodeAction[]>("textDocument/codeAction", params);
}

/** Applies a fix in the editor, and waits until the diagnostic is gone. */
async function applyAndCheck(text: string, code: string, title: string): Promise<string> {
  const fixes = await fixesOf(text, code);
  const fix = fixes.find((each) => each.title === title);
  expect(fix, fixes.map((each) => each.title).join("\n")).toBeDefined();
  const fixed = applyTo(text, fix?.edit ?? {}, uri);
  const version = client.replace(uri, fixed);
  await client.published.when(
    uri,
    (found, params) => params.version === version && !found.some((each) => each.code === code),
  );
  client.closeDocument(uri);
  return fixed;
}

const ALERT = "- name: alert\n  module: ./plugins/alert.ts:Alert\n";

describe("a fix mends what it is for", () => {
  test.each([
    [
      "manifest/unknown-key",
      `${ALERT}  enabeld: true\n`,
      "Replace by enabled",
      `${ALERT}  enabled: true\n`,
    ],
    [
      "module/class-not-found",
      "- name: a\n  module: './plugins/alert.ts:Alrt' # why\n",
      "Replace by Alert",
      "- name: a\n  module: './plugins/alert.ts:Alert' # why\n",
    ],
    [
      "module/not-found",
      "- name: a\n  module: ./plugin/alert.ts:Alert\n",
      "Replace by ./plugins/alert.ts:Alert",
      "- name: a\n  module: ./plugins/alert.ts:Alert\n",
    ],
    [
      "manifest/missing-field",
      "# first\n- name: alert # the alerts\n  enabled: true\n",
      "Add module: ./plugins/alert.ts:Alert",
      "# first\n- name: alert\n  module: ./plugins/alert.ts:Alert # the alerts\n  enabled: true\n",
    ],
    [
      "manifest/missing-field",
      "- module: ./plugins/alert.ts:Alert\n",
      "Add name: alert",
      "- name: alert\n  module: ./plugins/alert.ts:Alert\n",
    ],
    [
      "manifest/missing-field",
      "- {name: alert}\n",
      "Add module: ./plugins/alert.ts:Alert",
      "- {name: alert, module: ./plugins/alert.ts:Alert}\n",
    ],
    [
      "manifest/wrong-type",
      "- name: 5\n  module: ./plugins/alert.ts:Alert\n",
      "Put it in quotes",
      '- name: "5"\n  module: ./plugins/alert.ts:Alert\n',
    ],
    [
      "manifest/wrong-type",
      `${ALERT}  hooks: ticket_created\n`,
      "Make it a list",
      `${ALERT}  hooks: [ticket_created]\n`,
    ],
    [
      "manifest/wrong-type",
      `${ALERT}  hooks:\n    - hook: ticket_created\n      order: first\n    - pre_plan\n`,
      "Keep ticket_created only: its class says when it is called",
      `${ALERT}  hooks:\n    - ticket_created\n    - pre_plan\n`,
    ],
    [
      "manifest/duplicate-name",
      `${ALERT}${ALERT}# last\n`,
      "Remove this duplicate of alert",
      `${ALERT}# last\n`,
    ],
    [
      "manifest/duplicate-name",
      `${ALERT}${ALERT}`,
      "Rename it to alert_2",
      `${ALERT}- name: alert_2\n  module: ./plugins/alert.ts:Alert\n`,
    ],
    [
      "manifest/duplicate-module",
      `${ALERT}- name: again\n  module: ./plugins/alert.ts:Alert\n# last\n`,
      "Remove again",
      `${ALERT}# last\n`,
    ],
    [
      "manifest/duplicate-module",
      `${ALERT}- name: again\n  module: ./plugins/alert.ts:Alert\n`,
      "Disable again",
      `${ALERT}- name: again\n  module: ./plugins/alert.ts:Alert\n  enabled: false\n`,
    ],
    [
      "hook/not-listed",
      "- name: c\n  module: ./plugins/camel.ts:Camel\n  hooks:\n    - on_feedback # first\n",
      "Add post_plan to hooks",
      "- name: c\n  module: ./plugins/camel.ts:Camel\n  hooks:\n    - on_feedback # first\n    - post_plan\n",
    ],
    [
      "hook/not-listed",
      "- {name: c, module: ./plugins/camel.ts:Camel, hooks: [on_feedback]}\n",
      "Add post_plan to hooks",
      "- {name: c, module: ./plugins/camel.ts:Camel, hooks: [on_feedback, post_plan]}\n",
    ],
    [
      "hook/not-handled",
      `${ALERT}  hooks: [pre_plan, ticket_created] # why\n`,
      "Remove pre_plan from hooks",
      `${ALERT}  hooks: [ticket_created] # why\n`,
    ],
    [
      "hook/not-handled",
      `${ALERT}  hooks:\n    - ticket_created\n    - pre_plan # new\n  enabled: true\n`,
      "Remove pre_plan from hooks",
      `${ALERT}  hooks:\n    - ticket_created\n  enabled: true\n`,
    ],
    [
      "version/not-satisfied",
      '- name: v\n  module: ./plugins/versioned.ts:Versioned\n  version: "~2.0" # pinned\n',
      "Accept ^1.2.3",
      "- name: v\n  module: ./plugins/versioned.ts:Versioned\n  version: ^1.2.3 # pinned\n",
    ],
    [
      "version/malformed-range",
      "- name: v\n  module: ./plugins/versioned.ts:Versioned\n  version: latest one\n",
      "Accept ^1.2.3",
      "- name: v\n  module: ./plugins/versioned.ts:Versioned\n  version: ^1.2.3\n",
    ],
    [
      "config/invalid",
      "- name: t\n  module: ./plugins/ticket.ts:Ticket # why\n  config:\n    mode: quick # kept\n",
      "Add project_key",
      '- name: t\n  module: ./plugins/ticket.ts:Ticket # why\n  config:\n    mode: quick # kept\n    project_key: ""\n',
    ],
    [
      "config/invalid",
      "- {name: s, module: ./plugins/shaped.ts:Shaped}\n",
      "Add channel",
      '- {name: s, module: ./plugins/shaped.ts:Shaped, config: {channel: {name: ""}}}\n',
    ],
    [
      "version/not-satisfied",
      "- {name: i, module: acme-plugins/ticket:Ticket, version: ^2.0.0}\n",
      "Accept ^1.4.2",
      "- {name: i, module: acme-plugins/ticket:Ticket, version: ^1.4.2}\n",
    ],
    [
      "secret/not-required",
      "- name: v\n  module: ./plugins/versioned.ts:Versioned\n  config:\n    secrets:\n      OPTIONL: {env: A}\n",
      "Replace by OPTIONAL",
      "- name: v\n  module: ./plugins/versioned.ts:Versioned\n  config:\n    secrets:\n      OPTIONAL: {env: A}\n",
    ],
    [
      "secret/not-required",
      "- name: v\n  module: ./plugins/versioned.ts:Versioned\n  config:\n    depth: 1 # kept\n    secrets:\n      OTHER: {env: A}\n",
      "Remove OTHER",
      "- name: v\n  module: ./plugins/versioned.ts:Versioned\n  config:\n    depth: 1 # kept\n",
    ],
    [
      "manifest/syntax",
      "- name: alert\n\tmodule: ./plugins/alert.ts:Alert\n",
      "Indent with spaces",
      "- name: alert\n  module: ./plugins/alert.ts:Alert\n",
    ],
    [
      "manifest/syntax",
      "- name:alert\n  module: ./plugins/alert.ts:Alert\n",
      "Put a space after the colon",
      "- name: alert\n  module: ./plugins/alert.ts:Alert\n",
    ],
    [
      "manifest/syntax",
      '- name: "alert\n  module: ./plugins/alert.ts:Alert\n',
      "Close the quote",
      '- name: "alert"\n  module: ./plugins/alert.ts:Alert\n',
    ],
    [
      "manifest/syntax",
      `${ALERT}  hooks: [ticket_created # why\n`,
      "Close the bracket",
      `${ALERT}  hooks: [ticket_created] # why\n`,
    ],
    [
      "manifest/syntax",
      "- name: alert\n  module: [[\n",
      "Suppress manifest/syntax in this file",
      "# patchbay-ignore-file manifest/syntax\n- name: alert\n  module: [[\n",
    ],
    [
      "manifest/disabled",
      `${ALERT}  enabled: no # for now\n`,
      "Enable alert",
      `${ALERT}  enabled: yes # for now\n`,
    ],
    [
      "hook/unknown",
      `${ALERT}  hooks: [post_plam]\n`,
      "Suppress hook/unknown here",
      `${ALERT}  # patchbay-ignore hook/unknown\n  hooks: [post_plam]\n`,
    ],
    [
      "suppression/unused",
      `# patchbay-ignore hook/unknown\n${ALERT}`,
      "Remove this suppression",
      ALERT,
    ],
    [
      "secret/plaintext",
      `${TICKET_ENTRY}    secrets:\n      JIRA_TOKEN: abcdef\n`,
      "Take JIRA_TOKEN from an environment variable",
      `${TICKET_ENTRY}    secrets:\n      JIRA_TOKEN:\n        env: JIRA_TOKEN\n`,
    ],
  ])("%s", async (code, text, title, expected) => {
    expect(await applyAndCheck(text, code, title)).toBe(expected);
  });
});

test("a missing secret is set by the editor's command, which gets its name and nothing else", async () => {
  const [first] = await fixesOf(TICKET_ENTRY, "secret/missing");
  expect(first).toMatchObject({
    title: "Set Secret JIRA_TOKEN…",
    isPreferred: true,
    command: { command: "patchbay.setSecret", arguments: ["JIRA_TOKEN"] },
  });
  client.closeDocument(uri);
});

test("a hook's place is that of its name, also beside what is none, and nothing of that is taken away", async () => {
  const text = `${ALERT}  hooks: [{hook: ticket_created}, made_up]\n`;
  const fixes = await fixesOf(text, "hook/not-handled");
  expect(fixes.map(({ title }) => title)).not.toContain("Remove made_up from hooks");
  expect(fixes[0]?.diagnostics?.[0]?.range.start).toEqual({ line: 2, character: 34 });
  client.closeDocument(uri);
});

test("an editor that does not know Patchbay's commands is offered nothing that needs one", async () => {
  const other = await TestClient.start({
    folder: workspace.folder,
    options: { clientCommands: false },
  });
  const text = `${TICKET_ENTRY}    secrets:\n      JIRA_TOKEN: abcdef\n`;
  other.open(uri, text);
  const [diagnostic] = await other.diagnosticsWith(uri, "secret/plaintext");
  const fixes = await other.request<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: diagnostic?.range,
    context: { diagnostics: [diagnostic], only: ["quickfix"] },
  });
  expect(fixes.length).toBeGreaterThan(1);
  expect(fixes.filter(({ command }) => command)).toEqual([]);
  await other.close();
});

test("a plaintext secret leaves the manifest, and the edit does not repeat it", async () => {
  const text = `${TICKET_ENTRY}    secrets:\n      JIRA_TOKEN: abcdef\n`;
  const fix = (await fixesOf(text, "secret/plaintext")).find(
    ({ command, edit }) => command && edit,
  );
  expect(fix?.command?.arguments).toEqual(["JIRA_TOKEN"]);
  expect(JSON.stringify(fix)).not.toContain("abcdef");
  expect(applyTo(text, fix?.edit ?? {}, uri)).not.toContain("abcdef");
  client.closeDocument(uri);
});

test("every diagnostic about an entry has at least one fix", async () => {
  const text = `${TICKET_ENTRY}- name: a\n  module: ./plugins/none.ts:None\n  enabeld: 1\n- name: ticket\n`;
  const version = client.open(uri, text);
  const { diagnostics } = await client.published.when(
    uri,
    (found, params) =>
      params.version === version && found.some(({ code }) => code === "module/not-found"),
  );
  for (const diagnostic of diagnostics) {
    const context = { diagnostics: [diagnostic] };
    const params = { textDocument: { uri }, range: diagnostic.range, context };
    const fixes = await client.request<CodeAction[]>("textDocument/codeAction", params);
    expect(fixes.length, String(diagnostic.code)).toBeGreaterThan(0);
  }
  client.closeDocument(uri);
});

test("fix all mends what needs no decision, and leaves the rest", async () => {
  const text = `- name: a\n  module: ./plugins/alert.ts:Alrt\n  enabeld: no\n- name: 5\n  module: ./plugins/alert.ts:Alert\n${TICKET_ENTRY}`;
  await fixesOf(text, "module/class-not-found");
  const ask = (only: string[]): Promise<CodeAction[]> =>
    client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [], only },
    });
  const [action, ...others] = await ask(["source.fixAll"]);
  expect(others).toEqual([]);
  expect(applyTo(text, action?.edit ?? {}, uri)).toBe(
    `- name: a\n  module: ./plugins/alert.ts:Alert\n  enabled: no\n- name: "5"\n  module: ./plugins/alert.ts:Alert\n${TICKET_ENTRY}`,
  );
  expect(await ask(["refactor.extract"])).toEqual([]);
  client.closeDocument(uri);
});

/** The source after the fix of the manifest's first diagnostic with the code. */
async function sourceAfter(
  manifest: string,
  code: string,
  title: string,
  source: string,
  before: string,
): Promise<string> {
  const fixes = await fixesOf(manifest, code);
  const fix = fixes.find((each) => each.title === title);
  expect(fix, fixes.map((each) => each.title).join("\n")).toBeDefined();
  client.closeDocument(uri);
  return applyTo(before, fix?.edit ?? {}, workspace.uri(source));
}

describe("a fix writes what is missing into the source, as its author would have", () => {
  test("a method in camel case, typed by an import that is added, where its class has such", async () => {
    const manifest = "- {name: c, module: ./plugins/camel.ts:Camel, hooks: [pre_plan]}\n";
    const title = "Add prePlan to Camel";
    expect(await sourceAfter(manifest, "hook/not-handled", title, "plugins/camel.ts", CAMEL_SOURCE))
      .toBe(`import { z } from "zod";
import { PluginBase, type HookPayloads } from "patchbay";

export class Camel extends PluginBase {
  postPlan() {}
  onFeedback() {}

  prePlan({ context, trace, enable_tools }: HookPayloads["pre_plan"]): void {
    // At the start of planning, before any model is called.
  }
}
`);
  });

  test("a method with tabs and CRLF in JavaScript", async () => {
    const manifest = "- {name: t, module: ./plugins/tabbed.js:Tabbed, hooks: [made_up]}\n";
    const title = "Add made_up to Tabbed";
    expect(
      await sourceAfter(manifest, "hook/not-handled", title, "plugins/tabbed.js", TABBED_SOURCE),
    ).toBe(
      TABBED_SOURCE.replace(
        "'tabbed';\r\n",
        "'tabbed';\r\n\r\n\tmade_up(payload) {\r\n\t\t// Called for made_up.\r\n\t}\r\n",
      ),
    );
  });

  test("a method in Python", async () => {
    const manifest = "- {name: e, module: py.export:Export, hooks: [post_plan]}\n";
    const title = "Add post_plan to Export";
    expect(
      await sourceAfter(manifest, "hook/not-handled", title, "py/export.py", PYTHON_SOURCE),
    ).toBe(
      `${PYTHON_SOURCE}
    def post_plan(self, plan, context):
        """After the plan is assembled; not when the input guardrail rejects it."""
`,
    );
  });

  test("a class with its quotes, line ends and listed hooks", async () => {
    const manifest = "- {name: it's, module: ./plugins/tabbed.js:Other, hooks: [on_feedback]}\n";
    const title = "Add the class Other to the file";
    expect(
      await sourceAfter(
        manifest,
        "module/class-not-found",
        title,
        "plugins/tabbed.js",
        TABBED_SOURCE,
      ),
    ).toBe(
      [
        TABBED_SOURCE,
        "export class Other extends PluginBase {",
        "\tstatic name = 'it\\'s';",
        "\tstatic hooks = ['on_feedback'];",
        "\t",
        "\ton_feedback({ feedback }) {",
        "\t\t// When the feedback plugin receives feedback.",
        "\t}",
        "}",
        "",
      ]
        .join("\r\n")
        .replace("\t\r\n\ton_", "\r\n\ton_"),
    );
  });

  test("a class in Python, and none where nothing tells how the base is imported", async () => {
    const manifest = "- {name: e, module: py.export:Other}\n";
    const title = "Add the class Other to the file";
    expect(
      await sourceAfter(manifest, "module/class-not-found", title, "py/export.py", PYTHON_SOURCE),
    ).toBe(`${PYTHON_SOURCE}\n\nclass Other(PluginBase):\n    name = "e"\n    hooks = ()\n`);
  });
});

test.each([
  [
    "TypeScript",
    "plugins/undeclared.ts",
    'import { PluginBase } from "patchbay";\nexport class A extends PluginBase {\n  static hooks = ["pre_plan"] as const;\n  pre_plan() {}\n  postPlan() {}\n}\n',
    'static hooks = ["pre_plan", "post_plan"] as const;',
  ],
  [
    "JavaScript with an empty list",
    "plugins/undeclared.js",
    'import { PluginBase } from "patchbay";\nexport class A extends PluginBase {\n  static hooks = [];\n  postPlan() {}\n}\n',
    'static hooks = ["post_plan"];',
  ],
  [
    "Python",
    "plugins/undeclared.py",
    "from agent_pm.plugins.base import PluginBase\n\nclass A(PluginBase):\n    hooks = ('pre_plan',)\n\n    def pre_plan(self): ...\n    def post_plan(self): ...\n",
    "hooks = ('pre_plan', 'post_plan',)",
  ],
])(
  "in %s a method's hook is added to those that its class declares",
  async (_, name, source, expected) => {
    await workspace.write({ [name]: source });
    client.filesChanged(workspace.file(name));
    client.open(uri, `- {name: a, module: ./${name}:A}\n`);
    client.open(workspace.uri(name), source, "typescript");
    const [diagnostic] = await client.diagnosticsWith(workspace.uri(name), "hook/not-listed");
    const [fix] = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri: workspace.uri(name) },
      range: diagnostic?.range,
      context: { diagnostics: [diagnostic] },
    });
    const fixed = applyTo(source, fix?.edit ?? {}, workspace.uri(name));
    expect(fixed).toContain(expected);
    client.replace(workspace.uri(name), fixed);
    await client.diagnosticsWith(workspace.uri(name), "-hook/not-listed");
    client.closeDocument(workspace.uri(name));
    client.closeDocument(uri);
  },
);

test("a plaintext secret is moved by the editor, which is told where it stands and not what it is", async () => {
  const text = `${TICKET_ENTRY}    secrets:\n      JIRA_TOKEN: abcdef\n`;
  const [fix] = await fixesOf(text, "secret/plaintext");
  expect(fix).toMatchObject({
    title: "Move JIRA_TOKEN to the secret store",
    isPreferred: true,
    command: {
      command: "patchbay.moveSecret",
      arguments: [
        {
          uri,
          version: expect.any(Number),
          secret: "JIRA_TOKEN",
          value: { start: { line: 6, character: 18 }, end: { line: 6, character: 24 } },
          edits: [expect.anything()],
        },
      ],
    },
  });
  expect(fix?.edit).toBeUndefined();
  expect(JSON.stringify(fix)).not.toContain("abcdef");
  client.closeDocument(uri);
});

test("the same may be written differently where the cursor is, whether anything is wrong or not", async () => {
  const text = "alert:\n  module: ./plugins/alert.ts:Alert\n";
  client.open(uri, text);
  const start = { line: 1, character: 4 };
  const ask = (only?: string[]): Promise<CodeAction[]> =>
    client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start, end: start },
      context: { diagnostics: [], ...(only && { only }) },
    });
  const [action] = await ask();
  expect(action).toMatchObject({
    title: "Convert the mapping to a list",
    kind: "refactor.rewrite",
  });
  expect(applyTo(text, action?.edit ?? {}, uri)).toBe(ALERT);
  expect(await ask(["refactor.extract"])).toEqual([]);
  const [toggle] = await ask(["refactor.toggle"]);
  expect(toggle).toMatchObject({ title: "Disable alert" });
  const disabled = applyTo(text, toggle?.edit ?? {}, uri);
  expect(disabled).toBe(`${text}  enabled: false\n`);
  client.replace(uri, disabled);
  const [back] = await ask(["refactor.toggle"]);
  expect(applyTo(disabled, back?.edit ?? {}, uri)).toContain("enabled: true");
  client.closeDocument(uri);
});

test("entries and their keys may be sorted, in a large manifest when somebody asks for it", async () => {
  const entries = Array.from(
    { length: 250 },
    (_, index) => `- {module: ./plugins/alert.ts:Alert, name: p${999 - index}}\n`,
  );
  client.open(uri, entries.join(""));
  const start = { line: 0, character: 4 };
  const ask = (triggerKind: number): Promise<CodeAction[]> =>
    client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start, end: start },
      context: { diagnostics: [], only: ["refactor.rewrite"], triggerKind },
    });
  expect((await ask(1)).map(({ title }) => title)).toEqual([
    "Sort the keys of p999",
    "Sort the entries by name (changes the order of calls)",
  ]);
  expect(await ask(2)).toEqual([]);
  client.closeDocument(uri);
});
