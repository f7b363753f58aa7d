import { DiagnosticSeverity, ErrorCodes, type Diagnostic } from "vscode-languageserver/node";
import { rename, rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { REGISTRY_STATE } from "../../schemas/index.ts";
import { codesAt, SAMPLE_FILES, TestClient, TestWorkspace, TICKET_ENTRY } from "./harness/index.ts";

const WRONG = "- name: ticket\n";

let workspace: TestWorkspace;
let client: TestClient;

beforeEach(async () => {
  workspace = await TestWorkspace.create(SAMPLE_FILES);
  client = await TestClient.start({
    folder: workspace.folder,
    environment: { JIRA_TOKEN: "set" },
  });
});
afterEach(async () => {
  await client.close();
  await workspace[Symbol.asyncDispose]();
});

describe("which documents", () => {
  test("only manifests are checked: not other YAML, and never what another scheme shows", async () => {
    client.open(workspace.uri("other.yaml"), WRONG);
    client.open(workspace.uri("plugins.yaml").replace("file:", "git:"), WRONG);
    client.open("output:plugins.yaml", WRONG);
    client.open(workspace.uri("deploy/plugins.yml"), WRONG);
    await client.diagnosticsWith(workspace.uri("deploy/plugins.yml"), "manifest/missing-field");
    expect(new Set(client.published.history.map(({ uri }) => uri))).toEqual(
      new Set([workspace.uri("deploy/plugins.yml")]),
    );
  });

  test("a setting adds patterns while the files are open", async () => {
    const uri = workspace.uri("deploy/staging.plugins.yaml");
    client.open(uri, WRONG);
    client.changeSettings({ manifestPatterns: ["deploy/*.plugins.yaml"] });
    await client.diagnosticsWith(uri, "manifest/missing-field");
    client.changeSettings({});
    await client.published.when(uri, (found) => found.length === 0);
  });

  test("an untitled manifest is checked", async () => {
    client.open("untitled:plugins.yaml", WRONG);
    await client.diagnosticsWith("untitled:plugins.yaml", "manifest/missing-field");
  });

  test("two spellings of one URI are one document", async () => {
    const uri = workspace.uri("plugins.yaml");
    client.open(uri.replace("plugins.yaml", "plugins%2Eyaml"), WRONG);
    await client.diagnosticsWith(uri, "manifest/missing-field");
    client.closeDocument(uri);
    await client.published.when(uri, (found) => found.length === 0);
  });
});

describe("when diagnostics end", () => {
  test("closing a manifest that is not on disk clears it", async () => {
    const uri = workspace.uri("plugins.yaml");
    client.open(uri, WRONG);
    await client.diagnosticsWith(uri, "manifest/missing-field");
    client.closeDocument(uri);
    await client.published.when(uri, (found) => found.length === 0);
  });

  test("the workspace's manifest is checked without being opened, and cleared when it is deleted", async () => {
    const uri = workspace.uri("config/plugins.yaml");
    await workspace.write({ "config/plugins.yaml": WRONG });
    client.filesChanged(workspace.file("config/plugins.yaml"));
    await client.diagnosticsWith(uri, "manifest/missing-field");
    await workspace.write({ "config/plugins.yaml": "# nothing\n" });
    client.filesChanged(workspace.file("config/plugins.yaml"));
    await client.diagnosticsWith(uri, "-manifest/missing-field");
    await workspace.write({ "config/plugins.yaml": WRONG });
    client.filesChanged(workspace.file("config/plugins.yaml"));
    await client.diagnosticsWith(uri, "manifest/missing-field");
    await rm(workspace.file("config/plugins.yaml"));
    client.filesChanged(workspace.file("config/plugins.yaml"));
    await client.published.when(uri, (found) => found.length === 0);
  });

  test("every manifest of the workspace is checked, wherever it is, but for what others installed", async () => {
    await using other = await TestWorkspace.create({
      "plugins.yaml": "",
      "services/tickets/plugins.yaml": WRONG,
      "services/alerts/config/plugins.yml": WRONG,
      "services/alerts/other.yaml": WRONG,
      "node_modules/acme/plugins.yaml": WRONG,
      ".cache/plugins.yaml": WRONG,
    });
    const looking = await TestClient.start({ folder: other.folder });
    for (const name of ["services/tickets/plugins.yaml", "services/alerts/config/plugins.yml"]) {
      await looking.diagnosticsWith(other.uri(name), "manifest/missing-field");
    }
    const told = new Set(looking.published.history.map(({ uri }) => uri));
    expect([...told].filter((uri) => /node_modules|\.cache|other\.yaml/.test(uri))).toEqual([]);
    await looking.close();
  });

  test("deleting a manifest that is open clears it, until it is edited or comes back", async () => {
    const uri = workspace.uri("deleted/plugins.yaml");
    const file = workspace.file("deleted/plugins.yaml");
    await workspace.write({ "deleted/plugins.yaml": WRONG });
    client.open(uri, WRONG);
    await client.diagnosticsWith(uri, "manifest/missing-field");
    await rm(file);
    client.filesChanged(file);
    await client.published.when(uri, (found) => found.length === 0);
    const version = client.replace(uri, `${WRONG}# kept\n`);
    await client.published.when(
      uri,
      (found, params) => params.version === version && found.length > 0,
    );
    client.filesChanged(file);
    await client.published.when(uri, (found) => found.length === 0);
    await workspace.write({ "deleted/plugins.yaml": WRONG });
    client.filesChanged(file);
    await client.diagnosticsWith(uri, "manifest/missing-field");
    client.closeDocument(uri);
    await rm(file);
    client.filesChanged(file);
    await client.published.when(uri, (found) => found.length === 0);
  });

  test("a folder that is moved or deleted takes its manifests with it", async () => {
    const [old, next] = ["teams/a", "teams/a.new"] as const;
    const [oldUri, newUri] = [old, next].map((folder) => workspace.uri(`${folder}/plugins.yaml`));
    if (!oldUri || !newUri) throw new Error("There are two.");
    await workspace.write({ [`${old}/plugins.yaml`]: WRONG });
    client.filesChanged(workspace.file(`${old}/plugins.yaml`));
    await client.diagnosticsWith(oldUri, "manifest/missing-field");

    await rename(workspace.file(old), workspace.file(next));
    client.notify("workspace/didRenameFiles", {
      files: [{ oldUri: workspace.uri(old), newUri: workspace.uri(next) }],
    });
    await client.published.when(oldUri, (found) => found.length === 0);
    await client.diagnosticsWith(newUri, "manifest/missing-field");

    await rm(workspace.file("teams"), { recursive: true });
    // As some editors tell it that know of no files below.
    client.filesChanged(workspace.file("teams"));
    await client.published.when(newUri, (found) => found.length === 0);
  });

  test("closing a manifest with unsaved changes goes back to what is on disk", async () => {
    const uri = workspace.uri("plugins.yaml");
    await workspace.write({ "plugins.yaml": WRONG });
    client.filesChanged(workspace.file("plugins.yaml"));
    await client.diagnosticsWith(uri, "manifest/missing-field");
    client.open(uri, TICKET_ENTRY);
    await client.published.when(uri, (found) => found.length === 0);
    client.closeDocument(uri);
    await client.diagnosticsWith(uri, "manifest/missing-field");
  });
});

describe("what is published", () => {
  test("always belongs to the version that it names, and versions never go back", async () => {
    const uri = workspace.uri("plugins.yaml");
    const texts = new Map<number, string>();
    texts.set(client.open(uri, ""), "");
    let text = "";
    for (const character of "- name: ticket\n  module: ./plugins/ticket.ts:Tickt\n") {
      text += character;
      const position = positionAt(text, text.length - 1);
      const range = { start: position, end: position };
      texts.set(client.change(uri, { range, text: character }), text);
    }
    await client.diagnosticsWith(uri, "module/class-not-found");
    const versions = client.published.of(uri).map(({ version }) => version ?? 0);
    expect(versions).toEqual(versions.toSorted((one, other) => one - other));
    for (const { version = 0, diagnostics } of client.published.of(uri)) {
      const lines = (texts.get(version) ?? "").split("\n");
      for (const { range } of diagnostics) {
        expect(range.end.line).toBeLessThan(lines.length);
        expect(range.end.character).toBeLessThanOrEqual(lines[range.end.line]?.length ?? 0);
      }
    }
  });

  test("edits of two manifests at once are both checked", async () => {
    const [one, other] = [workspace.uri("a/plugins.yaml"), workspace.uri("b/plugins.yaml")];
    client.open(one, "");
    client.open(other, "");
    client.replace(one, WRONG);
    client.replace(other, WRONG);
    await Promise.all(
      [one, other].map((uri) => client.diagnosticsWith(uri, "manifest/missing-field")),
    );
  });

  test("a source that changes, unsaved, on disk or by coming into being, changes what is said of the manifest", async () => {
    const uri = workspace.uri("plugins.yaml");
    client.open(uri, "- name: late\n  module: ./plugins/late.ts:Late\n");
    await client.diagnosticsWith(uri, "module/not-found");
    await workspace.write({ "plugins/late.ts": "export class Early {}\n" });
    client.filesChanged(workspace.file("plugins/late.ts"));
    await client.diagnosticsWith(uri, "module/class-not-found");
    const source =
      'import { PluginBase } from "patchbay";\nexport class Late extends PluginBase {}\n';
    client.open(workspace.uri("plugins/late.ts"), source, "typescript");
    await client.published.when(uri, (found) => found.length === 0);
    client.closeDocument(workspace.uri("plugins/late.ts"));
    await client.diagnosticsWith(uri, "module/class-not-found");
  });
});

test("the server works over fork IPC, as VS Code starts it", async () => {
  const forked = await TestClient.start({ folder: workspace.folder, transport: "ipc" });
  const uri = workspace.uri("plugins.yaml");
  const text = "- name: a\n  module: ./plugins/ticket.ts:Tickt\n";
  forked.open(uri, text);
  const found = await forked.diagnosticsWith(uri, "module/class-not-found");
  expect(codesAt(text, found)).toEqual(["module/class-not-found@Tickt"]);
  await forked.close();
});

function positionAt(text: string, offset: number): { line: number; character: number } {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

test("an editor that asks for diagnostics instead of being sent them gets them complete", async () => {
  const asking = await TestClient.start({
    folder: workspace.folder,
    capabilities: { textDocument: { diagnostic: {} } },
  });
  expect(asking.initialized.capabilities.diagnosticProvider).toBeDefined();
  expect(client.initialized.capabilities.diagnosticProvider).toBeUndefined();
  const uri = workspace.uri("plugins.yaml");
  const text = "- name: a\n  module: ./plugins/ticket.ts:Tickt\n";
  asking.open(uri, text);
  const report = await asking.request<{ items: Diagnostic[] }>("textDocument/diagnostic", {
    textDocument: { uri },
  });
  expect(codesAt(text, report.items)).toEqual(["module/class-not-found@Tickt"]);
  expect(asking.published.history).toEqual([]);
  await asking.close();
});

test("an editor that asks for all of a workspace gets manifests that are not open, and only what is new to it", async () => {
  await using other = await TestWorkspace.create({ "config/plugins.yaml": WRONG });
  const asking = await TestClient.start({
    folder: other.folder,
    capabilities: { textDocument: { diagnostic: {} } },
  });
  const uri = other.uri("config/plugins.yaml");
  interface Report {
    readonly uri: string;
    readonly kind: string;
    readonly resultId: string;
    readonly items?: readonly Diagnostic[];
  }
  const ask = async (value?: string): Promise<readonly Report[]> => {
    const previousResultIds = value === undefined ? [] : [{ uri, value }];
    const { items } = await asking.request<{ items: Report[] }>("workspace/diagnostic", {
      previousResultIds,
    });
    return items;
  };
  // Looking for the workspace's manifests begins with the server, and may end after the first question.
  let [report] = await ask();
  while (!report) [report] = await ask();
  expect(report).toMatchObject({ uri, kind: "full" });
  expect(report.items?.[0]?.code).toBe("manifest/missing-field");
  expect(await ask(report.resultId)).toMatchObject([{ uri, kind: "unchanged" }]);
  await rm(other.file("config/plugins.yaml"));
  asking.filesChanged(other.file("config/plugins.yaml"));
  let [gone] = await ask(report.resultId);
  while (gone?.kind !== "full") [gone] = await ask(report.resultId);
  expect(gone.items).toEqual([]);
  await asking.close();
});

test("an editor that asks for diagnostics is told to ask again when a source that they are about changed", async () => {
  const asking = await TestClient.start({
    folder: workspace.folder,
    capabilities: {
      textDocument: { diagnostic: {} },
      workspace: { diagnostics: { refreshSupport: true } },
    },
  });
  const told = new Promise<void>((resolve) => {
    asking.connection.onRequest("workspace/diagnostic/refresh", () => {
      resolve();
      return null;
    });
  });
  const uri = workspace.uri("plugins.yaml");
  asking.open(uri, "- name: a\n  module: ./plugins/ticket.ts:Tickt\n");
  await asking.request("textDocument/diagnostic", { textDocument: { uri } });

  asking.filesChanged(`${workspace.folder}/plugins/ticket.ts`);
  await told;
  await asking.close();
});

test("folders that are added are looked through, and folders that are removed are forgotten", async () => {
  await using other = await TestWorkspace.create({ "plugins.yaml": WRONG });
  const folder = { uri: other.uri(""), name: "other" };
  client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [folder], removed: [] } });
  await client.diagnosticsWith(other.uri("plugins.yaml"), "manifest/missing-field");
  client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [folder] } });
  await client.published.when(other.uri("plugins.yaml"), (found) => found.length === 0);
});

test("the manifest that a setting names is one, whatever it is called", async () => {
  await workspace.write({ "deploy/main.yaml": WRONG });
  client.changeSettings({ manifest: "./deploy/main.yaml" });
  await client.diagnosticsWith(workspace.uri("deploy/main.yaml"), "manifest/missing-field");
});

test("each folder's own settings name its manifest", async () => {
  await using other = await TestWorkspace.create({ "deploy/own.yaml": WRONG });
  const uri = other.uri("");
  client.giveFolderSettings(uri, {
    manifest: "deploy/own.yaml",
    diagnostics: { severity: { "manifest/missing-field": "hint" } },
  });
  const added = [{ uri, name: "other" }];
  client.notify("workspace/didChangeWorkspaceFolders", { event: { added, removed: [] } });
  const found = await client.diagnosticsWith(
    other.uri("deploy/own.yaml"),
    "manifest/missing-field",
  );
  expect(found.map(({ severity }) => severity)).toEqual([DiagnosticSeverity.Hint]);
});

test("ending the server while it reads sources is no error", async () => {
  for (let round = 0; round < 3; round++) {
    const ending = await TestClient.start({ folder: workspace.folder });
    ending.open(workspace.uri("plugins.yaml"), TICKET_ENTRY);
    await ending.published.when(workspace.uri("plugins.yaml"), () => true);
    await ending.close();
  }
});

test("a request after the shutdown is told that it is none any more", async () => {
  const position = { line: 0, character: 0 };
  const textDocument = { uri: workspace.uri("plugins.yaml") };
  await client.request("shutdown", undefined);
  const refused = { code: ErrorCodes.InvalidRequest };
  await expect(client.request("textDocument/hover", { textDocument, position })).rejects.toThrow(
    expect.objectContaining(refused),
  );
  await expect(client.request("made/up", {})).rejects.toThrow(expect.objectContaining(refused));
});

test("a registry state that cannot be read is told of in one short line, and does no harm", async () => {
  const uri = workspace.uri("plugins.yaml");
  const plugins = Array.from({ length: 500 }, () => ({ summary: "none" }));
  client.notify(REGISTRY_STATE, { manifestUri: uri, snapshot: { plugins } });
  client.open(uri, WRONG);
  await client.diagnosticsWith(uri, "manifest/missing-field");
  const told = client.errors.splice(0);
  expect(told).toEqual([expect.stringContaining(`Reading ${REGISTRY_STATE}: snapshot.`)]);
  expect(told[0]?.length).toBeLessThan(500);
});
