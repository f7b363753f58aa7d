import type { CodeAction } from "vscode-languageserver/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyTo, SAMPLE_FILES, TestClient, TestWorkspace, TICKET_ENTRY } from "./harness/index.ts";

let workspace: TestWorkspace;
let client: TestClient;
let uri: string;

beforeAll(async () => {
  workspace = await TestWorkspace.create(SAMPLE_FILES);
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

test("a plaintext secret leaves the manifest, and the edit does not repeat it", async () => {
  const text = `${TICKET_ENTRY}    secrets:\n      JIRA_TOKEN: abcdef\n`;
  const fix = (await fixesOf(text, "secret/plaintext")).find(({ command }) => command);
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
  expect(await ask(["refactor"])).toEqual([]);
  client.closeDocument(uri);
});
