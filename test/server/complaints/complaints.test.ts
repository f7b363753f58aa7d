/**
 * What users of the field's other tools complain about, one test for each complaint. The first words of a test's name are
 * where it was complained: GHA is github/vscode-github-actions, LS actions/languageservices, HA vscode-home-assistant.
 * That all commands are there though a plugin fails (GHA#505) is seen in a real editor: `test/extension/suite/activation.test.ts`.
 */
import { rename, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as fc from "fast-check";
import type {
  CodeAction,
  CompletionList,
  Diagnostic,
  DocumentSymbol,
} from "vscode-languageserver/node";
import { expect, onTestFinished, test } from "vitest";
import { openManifest } from "../../../registry/index.ts";
import {
  createModuleIndex,
  type ClassLookup,
  type ModuleIndex,
} from "../../../registry/modules/index.ts";
import { STORED_SECRETS } from "../../../schemas/index.ts";
import { locateGrammar } from "../../registry/modules/index-fixture.ts";
import { indexWith } from "../diagnostics/fake-index.ts";
import {
  applyTo,
  codesAt,
  InProcessServer,
  SAMPLE_FILES,
  TestClient,
  TestWorkspace,
  TICKET_ENTRY,
} from "../harness/index.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const WRONG = "- name: alone\n";

/** A server in a process of its own, with a workspace; both go when the test ends. */
async function open(
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ workspace: TestWorkspace; client: TestClient; uri: string }> {
  const workspace = await TestWorkspace.create(files);
  const client = await TestClient.start({ folder: workspace.folder, environment });
  onTestFinished(async () => {
    await client.close();
    await workspace[Symbol.asyncDispose]();
  });
  return { workspace, client, uri: workspace.uri("plugins.yaml") };
}

/** The index of the product, with one question answered otherwise. */
function indexThatAnswers(lookup: (ask: () => Promise<ClassLookup>) => Promise<ClassLookup>) {
  const index = createModuleIndex(locateGrammar);
  const stand: ModuleIndex = {
    ...index,
    lookup: (reference, roots) => lookup(() => index.lookup(reference, roots)),
  };
  return async () => stand;
}

test("GHA#222: a secret that is set while the manifest is open is known without a reload", async () => {
  const { client, uri } = await open(SAMPLE_FILES);
  client.open(uri, TICKET_ENTRY);
  await client.diagnosticsWith(uri, "secret/missing");
  client.notify(STORED_SECRETS, { names: ["JIRA_TOKEN"] });
  await client.published.when(uri, (found) => found.length === 0);
  client.notify(STORED_SECRETS, { names: [] });
  await client.diagnosticsWith(uri, "secret/missing");
});

test("GHA#143: what could not be read is not called missing, and is read with the next validation", async () => {
  await using workspace = await TestWorkspace.create(SAMPLE_FILES);
  const uri = workspace.uri("plugins.yaml");
  let failures = 0;
  await using server = await InProcessServer.start(
    workspace.folder,
    indexThatAnswers(async (ask) => {
      failures += 1;
      if (failures === 1) throw new Error("The disk did not answer.");
      return ask();
    }),
  );
  const first = await server.write(uri, TICKET_ENTRY.replace("Ticket\n", "Tickt\n"));
  await server.published.when(uri, (found, { version }) => version === first && found.length === 0);
  const second = await server.write(uri, `${TICKET_ENTRY.replace("Ticket\n", "Tickt\n")}# again\n`);
  const { diagnostics } = await server.published.when(
    uri,
    (found, { version }) => version === second && found.length > 0,
  );
  expect(diagnostics.map(({ code }) => code)).toEqual(["module/class-not-found"]);
});

test("LS code: whatever else fails, the schema's diagnostics are the same", async () => {
  await using workspace = await TestWorkspace.create({ ...SAMPLE_FILES, ".env/not-a-file": "" });
  const uri = workspace.uri("plugins.yaml");
  const text = `${TICKET_ENTRY}- name: 5\n- {name: b, enabeld: 1, module: x}\n- name: [\n`;
  const schemaOf = (found: readonly Diagnostic[]): string[] =>
    codesAt(text, found).filter((each) => /^(?:manifest\/|module\/malformed)/.test(each));
  const failing = indexWith(() => Promise.reject(new Error("broken")));
  const codes: string[][] = [];
  for (const openIndex of [
    async () => createModuleIndex(locateGrammar),
    async () => failing,
    () => Promise.reject(new Error("no grammars")),
  ]) {
    await using server = await InProcessServer.start(workspace.folder, openIndex, {
      PLUGIN_SECRET_PATH: workspace.file(".env"),
    });
    const version = await server.write(uri, text);
    const { diagnostics } = await server.published.when(uri, (_, on) => on.version === version);
    codes.push(schemaOf(diagnostics));
    const symbols = await server.request<DocumentSymbol[]>("textDocument/documentSymbol", {
      textDocument: { uri },
    });
    expect(symbols.map(({ name }) => name)).toContain("ticket");
  }
  expect(codes[0]?.length).toBeGreaterThan(3);
  expect(codes[1]).toEqual(codes[0]);
  expect(codes[2]).toEqual(codes[0]);
});

test("GHA#376, LS#93, GHA#105: diagnostics end with their file, and a diff never has any", async () => {
  const { workspace, client, uri } = await open({ "config/plugins.yaml": WRONG });
  const onDisk = workspace.uri("config/plugins.yaml");
  await client.diagnosticsWith(onDisk, "manifest/missing-field");

  client.open(uri, WRONG);
  await client.diagnosticsWith(uri, "manifest/missing-field");
  client.closeDocument(uri);
  await client.published.when(uri, (found) => found.length === 0);

  const moved = workspace.file("config/plugins.yml");
  await rename(workspace.file("config/plugins.yaml"), moved);
  client.filesChanged(workspace.file("config/plugins.yaml"), moved);
  await client.published.when(onDisk, (found) => found.length === 0);
  await client.diagnosticsWith(workspace.uri("config/plugins.yml"), "manifest/missing-field");
  await rm(moved);
  client.filesChanged(moved);
  await client.published.when(workspace.uri("config/plugins.yml"), (found) => found.length === 0);

  const diff = onDisk.replace("file:", "git:");
  client.open(diff, WRONG);
  client.open(workspace.uri("other.yaml"), WRONG);
  client.open(uri, WRONG); // What was sent before has been looked at when this one is published.
  await client.diagnosticsWith(uri, "manifest/missing-field");
  expect(client.published.of(diff)).toEqual([]);
  expect(client.published.of(workspace.uri("other.yaml"))).toEqual([]);
});

test("LS code: the result of a slow validation of an older text is dropped, and each result names its version", async () => {
  await using workspace = await TestWorkspace.create(SAMPLE_FILES);
  const uri = workspace.uri("plugins.yaml");
  const waiting: (() => void)[] = [];
  await using server = await InProcessServer.start(
    workspace.folder,
    indexThatAnswers(async (ask) => {
      const answer = await ask();
      await new Promise<void>((resolve) => waiting.push(resolve));
      return answer;
    }),
  );
  const wrong = await server.write(uri, TICKET_ENTRY.replace("Ticket\n", "Tickt\n"));
  await server.published.when(uri, (_, { version }) => version === wrong);
  await until(() => waiting.length > 0);
  const right = await server.write(uri, TICKET_ENTRY);
  await server.published.when(uri, (_, { version }) => version === right);
  // The answer about the older text comes last but one.
  const release = setInterval(() => waiting.shift()?.(), 1);
  onTestFinished(() => clearInterval(release));
  await server.published.when(uri, (found) => found.some(({ code }) => code === "secret/missing"));
  clearInterval(release);
  const versions = server.published.of(uri).map(({ version }) => version);
  expect(versions).not.toContain(undefined);
  expect(versions).toEqual(versions.toSorted((one = 0, other = 0) => one - other));
  const said = server.published.of(uri).filter(({ version }) => version === right);
  const codes = said.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
  expect(codes).not.toContain("module/class-not-found");
});

test("HA code: of two documents that are edited at once both are validated", async () => {
  const { workspace, client } = await open(SAMPLE_FILES);
  const both = [workspace.uri("a/plugins.yaml"), workspace.uri("b/plugins.yaml")];
  for (const uri of both) client.open(uri, "");
  for (const uri of both) client.change(uri, { text: WRONG });
  await Promise.all(both.map((uri) => client.diagnosticsWith(uri, "manifest/missing-field")));
});

test("GHA#505: a server that can look nothing up starts, and completes, formats and mends", async () => {
  await using workspace = await TestWorkspace.create(SAMPLE_FILES);
  const uri = workspace.uri("plugins.yaml");
  await using server = await InProcessServer.start(workspace.folder, () =>
    Promise.reject(new Error("no grammars")),
  );
  const textDocument = { uri };
  await server.write(uri, "-   name: a\n    enabeld: no\n");
  const { diagnostics } = await server.published.when(uri, (found) => found.length > 0);
  const keys = await server.request<CompletionList>("textDocument/completion", {
    textDocument,
    position: { line: 1, character: 4 },
  });
  expect(keys.items.map(({ label }) => label)).toContain("module");
  expect(
    await server.request("textDocument/formatting", {
      textDocument,
      options: { tabSize: 2, insertSpaces: true },
    }),
  ).not.toEqual([]);
  const [diagnostic] = diagnostics.filter(({ code }) => code === "manifest/unknown-key");
  const fixes = await server.request<CodeAction[]>("textDocument/codeAction", {
    textDocument,
    range: diagnostic?.range,
    context: { diagnostics: [diagnostic] },
  });
  expect(fixes[0]?.title).toBe("Replace by enabled");
});

const saying = (word: string): string => `import { PluginBase } from "patchbay";
export class Says extends PluginBase {
  static hooks = ["ping"];
  ping(payload) { payload.said = ${JSON.stringify(word)}; }
}
`;

test("HA#2945: a reload whose import fails says so, and the old code goes on answering", async () => {
  await using workspace = await TestWorkspace.create({
    "plugins.yaml": "- {name: one, module: ./says.js:Says}\n",
    "says.js": saying("old"),
  });
  await using platform = {
    ...(await openManifest(workspace.file("plugins.yaml"))),
    async [Symbol.asyncDispose]() {
      await this.close();
    },
  };
  const said = async (): Promise<unknown> =>
    (await platform.registry.fireAndWait("ping", {})).payload;
  expect(await said()).toEqual({ said: "old" });
  await workspace.write({ "says.js": `import "./gone.js";\n${saying("new")}` });
  expect(await platform.reload("one")).toMatchObject([{ kind: "rolled-back", plugin: "one" }]);
  expect(await said()).toEqual({ said: "old" });
  await workspace.write({ "says.js": saying("new") });
  // Of which generation depends on whether the file was heard of before.
  expect(await platform.reload("one")).toMatchObject([{ kind: "reloaded", plugin: "one" }]);
  expect(await said()).toEqual({ said: "new" });
});

test("HA#3661: a secret that was moved out of the manifest is not offered to be moved again", async () => {
  const { client, uri } = await open(SAMPLE_FILES);
  const text = `${TICKET_ENTRY}    secrets:\n      JIRA_TOKEN: abcdef\n`;
  client.open(uri, text);
  const [diagnostic] = await client.diagnosticsWith(uri, "secret/plaintext");
  const fixes = await client.request<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: diagnostic?.range,
    context: { diagnostics: [diagnostic] },
  });
  const moved = fixes.find(({ edit, command }) => edit && command);
  const after = applyTo(text, moved?.edit ?? {}, uri);
  expect(after).toBe(TICKET_ENTRY);
  client.notify(STORED_SECRETS, { names: ["JIRA_TOKEN"] });
  const version = client.replace(uri, after);
  await client.published.when(uri, (found, on) => on.version === version && found.length === 0);
});

const BROKEN = "module: ./plugins/alert.ts:Alrt";

test.each([
  ["block style", `- name: a\n  ${BROKEN}\n`],
  ["flow style", `[{name: a, ${BROKEN}}]\n`],
  ["flow style over several lines", `[\n  {\n    name: a,\n    ${BROKEN},\n  },\n]\n`],
  ["the mapping form", `a:\n  ${BROKEN}\n`],
  ["anchors and merges", `- &a\n  name: a\n  enabled: yes\n- <<: *a\n  name: b\n  ${BROKEN}\n`],
  ["double quotes", `- "name": "a"\n  "module": "./plugins/alert.ts:Alrt"\n`],
  ["single quotes", `- name: 'a'\n  module: './plugins/alert.ts:Alrt'\n`],
  ["comments", `# 1\n- name: a # 2\n  # 3 module: ./plugins/alert.ts:Alrt\n  ${BROKEN} # 4\n`],
  ["CRLF", `- name: a\r\n  ${BROKEN}\r\n`],
  ["a byte order mark", `\uFEFF- name: a\n  ${BROKEN}\n`],
  ["characters of two code units before it", `- {name: "𝒳𝒳é漢", ${BROKEN}}\n`],
])("HA#3623, HA#3674: %s moves no range", async (_, text) => {
  const { client, uri } = await open(SAMPLE_FILES);
  client.open(uri, text);
  const found = await client.diagnosticsWith(uri, "module/class-not-found");
  expect(codesAt(text, found)).toContain("module/class-not-found@Alrt");
});

test("GHA#195: manifests can be formatted, and stay YAML", async () => {
  const { client, uri } = await open(SAMPLE_FILES);
  expect(client.initialized.capabilities.documentFormattingProvider).toBe(true);
  client.open(uri, "-   name: a\n    module:   ./plugins/alert.ts:Alert   \n");
  const edits = await client.request<{ newText: string }[]>("textDocument/formatting", {
    textDocument: { uri },
    options: { tabSize: 2, insertSpaces: true },
  });
  expect(edits.length).toBeGreaterThan(0);
  const { contributes } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    contributes: { languages?: unknown; configurationDefaults?: object };
  };
  expect(contributes.languages).toBeUndefined();
  expect(JSON.stringify(contributes.configurationDefaults ?? {})).not.toMatch(
    /files\.associations/,
  );
});

test("HA#3364, HA#2656: an edit of one entry of 500 looks nothing up again, and a server that is left alone does nothing", async () => {
  await using workspace = await TestWorkspace.create(SAMPLE_FILES);
  const uri = workspace.uri("plugins.yaml");
  let lookups = 0;
  await using server = await InProcessServer.start(
    workspace.folder,
    indexThatAnswers((ask) => {
      lookups += 1;
      return ask();
    }),
  );
  const timersBefore = timers();
  const text = Array.from({ length: 500 }, (_, index) => entry(index)).join("");
  const first = await server.write(uri, text);
  await server.published.when(uri, (_, { version }) => version === first);
  await until(() => lookups > 0);
  const before = lookups;
  expect(before).toBe(1); // One class, however many entries name it.
  const second = await server.write(uri, text.replace("name: p250,", "name: p249,"));
  await server.published.when(
    uri,
    (found, { version }) => version === second && found.length === 1,
  );
  expect(lookups).toBe(before);
  // What is under way ends, of Vitest's own, too; what looks again and again never does.
  await until(() => timers() <= timersBefore);
});

const entry = (index: number): string =>
  `- {name: p${index}, module: ./plugins/alert.ts:Alert, config: {n: ${index}}}\n`;

/** The timers that would wake a process that nobody asks anything. */
const timers = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;

test("all three: a client and a server over streams go from the first word to the last", async () => {
  await using workspace = await TestWorkspace.create(SAMPLE_FILES);
  const uri = workspace.uri("plugins.yaml");
  const server = await InProcessServer.start(workspace.folder, async () =>
    createModuleIndex(locateGrammar),
  );
  await server.write(uri, "");
  const text = "- name: a\n  module: ./plugins/alert.ts:Alrt\n";
  const version = await server.write(uri, text);
  const { diagnostics } = await server.published.when(
    uri,
    (found, params) => params.version === version && found.length > 0,
  );
  const list = await server.request<CompletionList>("textDocument/completion", {
    textDocument: { uri },
    position: { line: 1, character: 40 },
  });
  expect(list.items.map(({ label }) => label)).toContain("./plugins/alert.ts:Alert");
  const [fix] = await server.request<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: diagnostics[0]?.range,
    context: { diagnostics },
  });
  const mended = await server.write(uri, applyTo(text, fix?.edit ?? {}, uri));
  await server.published.when(uri, (found, on) => on.version === mended && found.length === 0);
  await server[Symbol.asyncDispose]();
  expect(server.errors).toEqual([]);
});

test("HA code: not a part of a secret is in a log, a message or an error", async () => {
  const word = fc.stringMatching(/^[A-Za-z0-9]{24,32}$/);
  await fc.assert(
    fc.asyncProperty(word, word, async (dotenv, literal) => {
      await using workspace = await TestWorkspace.create({
        ...SAMPLE_FILES,
        ".env": `JIRA_TOKEN=${dotenv}\nBROKEN "${dotenv}\n`,
      });
      const client = await TestClient.start({ folder: workspace.folder });
      const uri = workspace.uri("plugins.yaml");
      client.open(uri, `${TICKET_ENTRY}    secrets:\n      JIRA_TOKEN: { value: ${literal} }\n`);
      await client.diagnosticsWith(uri, "secret/plaintext");
      for (const method of ["hover", "completion", "definition", "references"]) {
        await client.request(`textDocument/${method}`, {
          textDocument: { uri },
          position: { line: 6, character: 8 },
          context: { includeDeclaration: true },
        });
      }
      await client.close();
      const written = client.written.join("");
      // Five characters are what the complaint is about.
      for (const value of [dotenv, literal]) expect(written).not.toContain(value.slice(0, 8));
    }),
    { numRuns: 3 },
  );
});

/** Turns the event loop until something holds; the test's own limit ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
