import { rm } from "node:fs/promises";
import type { CodeLens, CompletionList, Hover } from "vscode-languageserver/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CONFIG_SCHEMAS,
  LOCATE_ENTRY,
  PLAN_EDIT,
  REGISTRY_STATE,
  registrySnapshotSchema,
  type HookStats,
  type PlanEditResult,
  type PluginStatus,
  type Problem,
  type RegistrySnapshot,
} from "../../schemas/index.ts";
import { applyTo, codesAt, SAMPLE_FILES, TestClient, TestWorkspace } from "./harness/index.ts";

const MANIFEST = `- name: alert # the alerts
  module: ./plugins/alert.ts:Alert
`;

let workspace: TestWorkspace;
let client: TestClient;
let uri: string;
let revision = 0;

beforeAll(async () => {
  workspace = await TestWorkspace.create(SAMPLE_FILES);
  client = await TestClient.start({ folder: workspace.folder });
  uri = workspace.uri("plugins.yaml");
  client.open(uri, MANIFEST);
});
afterAll(async () => {
  await client.close();
  await workspace[Symbol.asyncDispose]();
});

function tell(
  problems: Problem[] = [],
  counts: Partial<HookStats> = {},
  config: Readonly<Record<string, unknown>> = {},
): void {
  revision += 1;
  const snapshot: RegistrySnapshot = {
    revision,
    manifestProblems: [],
    plugins: [statusOf("./plugins/alert.ts:Alert", problems, counts, config)],
  };
  client.notify(REGISTRY_STATE, {
    manifestUri: uri,
    snapshot: registrySnapshotSchema.parse(snapshot),
  });
}

function statusOf(
  module: string,
  problems: Problem[],
  counts: Partial<HookStats> = {},
  config: Readonly<Record<string, unknown>> = {},
): PluginStatus {
  return {
    summary: {
      name: "alert",
      description: null,
      hooks: ["ticket_created"],
      config,
      enabled: true,
      active: problems.length === 0,
      hook_stats: {
        ticket_created: {
          invocations: 1204,
          failures: 2,
          total_duration_ms: 1,
          last_duration_ms: 1,
          avg_duration_ms: 1,
          ...counts,
        },
      },
      errors: [],
      invalid: false,
      secrets: { required: [], missing: [] },
    },
    state: problems.length === 0 ? "active" : "failed",
    position: 0,
    module,
    sourceFile: workspace.file("plugins/alert.ts"),
    generation: 7,
    problems,
    secrets: [],
    latency: { ticket_created: { p50_ms: 1, p95_ms: 8 } },
    routes: [],
  };
}

function threw(): Problem {
  return {
    code: "plugin/threw-on-enable",
    message: "onEnable threw: no network",
    at: "2026-01-15T09:30:00Z",
    location: { file: workspace.file("plugins/alert.ts"), line: 6, character: 2 },
    stack: null,
  };
}

test("a file of a plugin directory that fails shows it where it happened", async () => {
  const sourceUri = workspace.uri("factories/demo.ts");
  const source = "export const registerPlugins = 42;\n";
  client.open(sourceUri, source, "typescript");
  const at = new Date().toISOString();
  const location = { file: workspace.file("factories/demo.ts"), line: 0, character: 13 };
  const problem = { code: "module/not-a-plugin", message: "42", at, location, stack: null };
  revision += 1;
  const snapshot = { revision, manifestProblems: [], plugins: [], directoryProblems: [problem] };
  client.notify(REGISTRY_STATE, { manifestUri: uri, snapshot });
  const found = await client.diagnosticsWith(sourceUri, "module/not-a-plugin");
  expect(codesAt(source, found)).toEqual(["module/not-a-plugin@registerPlugins = 42;"]);
  tell();
  await client.published.when(sourceUri, (now) => now.length === 0);
  client.closeDocument(sourceUri);
});

test("a live error stands on module: and in the source, and goes when the plugin works again", async () => {
  const sourceUri = workspace.uri("plugins/alert.ts");
  const source = SAMPLE_FILES["plugins/alert.ts"] ?? "";
  client.open(sourceUri, source, "typescript");
  tell([threw()]);
  const found = await client.diagnosticsWith(uri, "plugin/threw-on-enable");
  expect(codesAt(MANIFEST, found)).toEqual(["plugin/threw-on-enable@./plugins/alert.ts:Alert"]);
  expect(found[0]?.relatedInformation?.[0]?.location).toMatchObject({
    uri: sourceUri,
    range: { start: { line: 6, character: 2 } },
  });
  const inSource = await client.diagnosticsWith(sourceUri, "plugin/threw-on-enable");
  expect(codesAt(source, inSource)).toEqual(["plugin/threw-on-enable@ticket_created({ key }) {}"]);
  tell();
  await client.published.when(uri, (now) => now.length === 0);
  await client.published.when(sourceUri, (now) => now.length === 0);
  client.closeDocument(sourceUri);
});

test("a live error does not stick to an entry that names another module by now", async () => {
  tell([threw()]);
  await client.diagnosticsWith(uri, "plugin/threw-on-enable");
  client.replace(uri, MANIFEST.replace("alert.ts:Alert", "ticket.ts:Ticket"));
  await client.diagnosticsWith(uri, "-plugin/threw-on-enable");
  client.replace(uri, MANIFEST);
  await client.diagnosticsWith(uri, "plugin/threw-on-enable");
  client.notify(REGISTRY_STATE, { manifestUri: uri, snapshot: null });
  await client.diagnosticsWith(uri, "-plugin/threw-on-enable");
});

test("what the registry finds too is said once", async () => {
  client.replace(uri, MANIFEST.replace("Alert", "Alrt"));
  await client.diagnosticsWith(uri, "module/class-not-found");
  revision += 1;
  const problem = { ...threw(), code: "module/class-not-found", location: null };
  client.notify(REGISTRY_STATE, {
    manifestUri: uri,
    snapshot: {
      revision,
      manifestProblems: [],
      plugins: [statusOf("./plugins/alert.ts:Alrt", [problem, threw()])],
    },
  });
  const found = await client.diagnosticsWith(uri, "plugin/threw-on-enable");
  expect(found.map(({ code }) => String(code)).toSorted()).toEqual([
    "module/class-not-found",
    "plugin/threw-on-enable",
  ]);
  client.replace(uri, MANIFEST);
});

test("hover and code lens tell the live state, and the lens acts on the plugin", async () => {
  tell();
  const textDocument = { uri };
  const lenses = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument });
  expect(
    lenses.map(({ command }) => [command?.title, command?.command, command?.arguments]),
  ).toEqual([
    ["active · generation 7 · 1,204 calls · p95 8.0 ms · 2 failed", "", undefined],
    ["Disable", "patchbay.disable", ["alert"]],
    ["Reload", "patchbay.reload", ["alert"]],
    ["Fire…", "patchbay.fireHook", [{ plugin: "alert" }]],
    ["Open Source", "patchbay.openSource", ["alert"]],
  ]);
  const position = { line: 0, character: 10 };
  const hover = await client.request<Hover>("textDocument/hover", { textDocument, position });
  expect(JSON.stringify(hover.contents)).toContain("**alert** is active");
});

test("the class in its source says which entry names it, and how the plugin does", async () => {
  tell();
  const sourceUri = workspace.uri("plugins/alert.ts");
  client.open(sourceUri, SAMPLE_FILES["plugins/alert.ts"] ?? "", "typescript");
  const [first] = await client.request<CodeLens[]>("textDocument/codeLens", {
    textDocument: { uri: sourceUri },
  });
  expect(first?.command?.title).toMatch(/^registered as alert · active/);
  expect(first?.range.start.line).toBe(2);
  client.closeDocument(sourceUri);
});

test("an edit is planned as text edits that touch nothing else; an entry is located by name", async () => {
  const change = { kind: "set-enabled", plugin: "alert", enabled: false };
  const result = await client.request<PlanEditResult>(PLAN_EDIT, { uri, text: MANIFEST, change });
  if (result.kind !== "edits") throw new Error(result.kind);
  const changes = { [uri]: result.edits.map(({ range, newText }) => ({ range, newText })) };
  expect(applyTo(MANIFEST, { changes }, uri)).toBe(`${MANIFEST.trimEnd()}\n  enabled: false\n`);
  expect(
    await client.request(PLAN_EDIT, { uri, text: MANIFEST, change: { ...change, plugin: "none" } }),
  ).toMatchObject({
    kind: "refused",
  });
  expect(await client.request(LOCATE_ENTRY, { uri, plugin: "alert" })).toEqual({
    start: { line: 0, character: 8 },
    end: { line: 0, character: 13 },
  });
  expect(await client.request(LOCATE_ENTRY, { uri, plugin: "none" })).toBeNull();
});

test("an edit fits the text that the editor has, also when the server knows another one", async () => {
  const change = { kind: "set-enabled", plugin: "alert", enabled: false };
  const text = `# never sent\n\n${MANIFEST}`;
  const result = await client.request<PlanEditResult>(PLAN_EDIT, { uri, text, change });
  if (result.kind !== "edits") throw new Error(result.kind);
  const changes = { [uri]: result.edits.map(({ range, newText }) => ({ range, newText })) };
  expect(applyTo(text, { changes }, uri)).toBe(`${text.trimEnd()}\n  enabled: false\n`);
});

test("one call is told in the singular", async () => {
  tell([], { invocations: 1, failures: 0 });
  const textDocument = { uri };
  const [lens] = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument });
  expect(lens?.command?.title).toBe("active · generation 7 · 1 call · p95 8.0 ms");
  const position = { line: 0, character: 10 };
  const hover = await client.request<Hover>("textDocument/hover", { textDocument, position });
  expect(JSON.stringify(hover.contents)).toContain("`ticket_created`: 1 call, 0 failed");
});

test("what the running class says about its config counts, until its source is open or a file beside it says more", async () => {
  const module = "./plugins/alert.ts:Alert";
  const schemas = { [module]: { type: "object", properties: { to: { enum: ["a", "b"] } } } };
  tell();
  const text = `- name: alert\n  module: ${module}\n  config: { to: c }\n`;
  client.replace(uri, text);
  client.notify(CONFIG_SCHEMAS, { manifestUri: uri, schemas });
  await client.diagnosticsWith(uri, "config/invalid");
  const { items } = await client.request<CompletionList>("textDocument/completion", {
    textDocument: { uri },
    position: { line: 2, character: 16 },
  });
  expect(items.map(({ label }) => label)).toEqual(["a", "b"]);
  await workspace.write({
    "plugins/alert.schema.json": '{ "properties": { "to": { "type": "string" } } }',
  });
  client.filesChanged(workspace.file("plugins/alert.schema.json"));
  await client.diagnosticsWith(uri, "-config/invalid");
  await rm(workspace.file("plugins/alert.schema.json"));
  client.filesChanged(workspace.file("plugins/alert.schema.json"));
  await client.diagnosticsWith(uri, "config/invalid");
  client.notify(CONFIG_SCHEMAS, { manifestUri: uri, schemas: {} });
  await client.diagnosticsWith(uri, "-config/invalid");
  client.replace(uri, MANIFEST);
});

test("what only the class can say of its config is told at its value, as long as that stands there", async () => {
  const module = "./plugins/alert.ts:Alert";
  const message = "config.to: must match a pattern";
  const at = "2026-11-21T10:00:00.000Z";
  const refused = { code: "config/invalid", message, at, location: null, stack: null };
  const textWith = (to: string): string =>
    `- name: alert\n  module: ${module}\n  config: { to: ${to} }\n`;
  const schemas = { [module]: { type: "object", properties: { to: { type: "string" } } } };
  client.notify(CONFIG_SCHEMAS, { manifestUri: uri, schemas });
  client.replace(uri, textWith("abc"));

  tell([refused], {}, { to: "abc" });
  const published = await client.diagnosticsWith(uri, "config/invalid");
  expect(published.map(({ message: told, range }) => [told, range.start])).toContainEqual([
    message,
    { line: 2, character: 16 },
  ]);
  client.replace(uri, textWith("ABC"));
  await client.diagnosticsWith(uri, "-config/invalid");
  client.replace(uri, textWith("1"));
  const [wrong] = (await client.diagnosticsWith(uri, "config/invalid")).map((each) => each.message);
  expect(wrong).toBe("config.to must be string.");

  tell();
  client.notify(CONFIG_SCHEMAS, { manifestUri: uri, schemas: {} });
  client.replace(uri, MANIFEST);
});

test("hover tells how often a plugin was called in the last minutes", async () => {
  tell([], { invocations: 10, failures: 0 });
  tell([], { invocations: 13, failures: 1 });
  const textDocument = { uri };
  const position = { line: 0, character: 10 };
  const hover = await client.request<Hover>("textDocument/hover", { textDocument, position });
  expect(JSON.stringify(hover.contents)).toMatch(/in the last 5 minutes [\d,]+ calls, \d failed/);
});

test("what the registry could not do with the manifest itself is shown on its first line", async () => {
  revision += 1;
  const at = "2026-01-15T10:00:00Z";
  const problem = { at, location: null, stack: null };
  const manifestProblems = [
    { ...problem, code: "manifest/unreadable", message: "The manifest could not be read." },
    { ...problem, code: "manifest/syntax", message: "As it was saved, it was not YAML." },
  ];
  const snapshot = registrySnapshotSchema.parse({ revision, manifestProblems, plugins: [] });
  client.notify(REGISTRY_STATE, { manifestUri: uri, snapshot });
  const found = await client.diagnosticsWith(uri, "manifest/unreadable");
  expect(codesAt(MANIFEST, found)).toEqual(["manifest/unreadable@- name: alert # the alerts"]);
  tell();
  await client.diagnosticsWith(uri, "-manifest/unreadable");
});
