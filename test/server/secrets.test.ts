import * as fc from "fast-check";
import { chmod } from "node:fs/promises";
import { expect, test } from "vitest";
import { REGISTRY_STATE, STORED_SECRETS, TRUST_GRANTED } from "../../schemas/index.ts";
import { codesAt, SAMPLE_FILES, TestClient, TestWorkspace, TICKET_ENTRY } from "./harness/index.ts";

test("a missing secret says where it was looked for; storing it clears the diagnostic without a reload", async () => {
  await using workspace = await TestWorkspace.create(SAMPLE_FILES);
  const client = await TestClient.start({ folder: workspace.folder });
  const uri = workspace.uri("plugins.yaml");
  client.open(uri, TICKET_ENTRY);
  const [missing] = await client.diagnosticsWith(uri, "secret/missing");
  expect(codesAt(TICKET_ENTRY, missing ? [missing] : [])).toEqual(["secret/missing@ticket"]);
  for (const place of ["config.secrets.JIRA_TOKEN", "environment variable JIRA_TOKEN", ".env"]) {
    expect(missing?.message).toContain(place);
  }
  client.notify(STORED_SECRETS, { names: ["JIRA_TOKEN"] });
  await client.published.when(uri, (found) => found.length === 0);
  client.notify(STORED_SECRETS, { names: [] });
  await client.diagnosticsWith(uri, "secret/missing");
  await client.close();
});

test("a line in .env clears it, and taking the line away brings it back", async () => {
  await using workspace = await TestWorkspace.create(SAMPLE_FILES);
  const client = await TestClient.start({ folder: workspace.folder });
  const uri = workspace.uri("plugins.yaml");
  client.open(uri, TICKET_ENTRY);
  await client.diagnosticsWith(uri, "secret/missing");
  await workspace.write({ ".env": "JIRA_TOKEN=abc\n" });
  client.filesChanged(workspace.file(".env"));
  await client.published.when(uri, (found) => found.length === 0);
  await workspace.write({ ".env": "JIRA_TOKEN=\n" });
  client.filesChanged(workspace.file(".env"));
  await client.diagnosticsWith(uri, "secret/missing");
  await client.close();
});

test("in an untrusted workspace nothing is called missing, until it is trusted", async () => {
  await using workspace = await TestWorkspace.create(SAMPLE_FILES);
  const client = await TestClient.start({ folder: workspace.folder, options: { trusted: false } });
  const uri = workspace.uri("plugins.yaml");
  const text = `${TICKET_ENTRY}- name: a\n  module: ./plugins/none.ts:None\n`;
  client.open(uri, text);
  const found = await client.diagnosticsWith(uri, "module/not-found");
  expect(codesAt(text, found)).toEqual(["module/not-found@./plugins/none.ts"]);
  client.notify(TRUST_GRANTED, {});
  await client.diagnosticsWith(uri, "secret/missing");
  await client.close();
});

test("the source that requires the secret says so too, where it is declared", async () => {
  await using workspace = await TestWorkspace.create({
    ...SAMPLE_FILES,
    "plugins.yaml": TICKET_ENTRY,
  });
  const client = await TestClient.start({ folder: workspace.folder });
  const uri = workspace.uri("plugins/ticket.ts");
  const text = SAMPLE_FILES["plugins/ticket.ts"] ?? "";
  client.open(uri, text, "typescript");
  const found = await client.diagnosticsWith(uri, "secret/missing");
  expect(codesAt(text, found)).toEqual(["secret/missing@JIRA_TOKEN"]);
  client.notify(STORED_SECRETS, { names: ["JIRA_TOKEN"] });
  await client.published.when(uri, (now) => now.length === 0);
  await client.close();
});

test("a secrets file that cannot be read leaves it open whether a secret is missing", async () => {
  await using workspace = await TestWorkspace.create({
    ...SAMPLE_FILES,
    "secrets.json": "{ not JSON",
  });
  await chmod(workspace.file("secrets.json"), 0o600);
  const client = await TestClient.start({
    folder: workspace.folder,
    environment: { PLUGIN_SECRET_PATH: workspace.file("secrets.json") },
  });
  const uri = workspace.uri("plugins.yaml");
  client.open(uri, `${TICKET_ENTRY}- name: a\n  module: ./plugins/none.ts:None\n`);
  await client.diagnosticsWith(uri, "module/not-found", "-secret/missing");
  await client.close();
});

test("no value of a secret occurs in anything that the server writes", async () => {
  const word = fc.stringMatching(/^[A-Za-z0-9]{16,24}$/);
  await fc.assert(
    fc.asyncProperty(
      fc.record({ manifest: word, env: word, dotenv: word, file: word }),
      async (values) => {
        await using workspace = await TestWorkspace.create({
          ...SAMPLE_FILES,
          ".env": `JIRA_TOKEN=${values.dotenv}\nOTHER="${values.dotenv}\n`,
          "secrets.json": JSON.stringify({ plugins: { ticket: { JIRA_TOKEN: values.file } } }),
        });
        const client = await TestClient.start({
          folder: workspace.folder,
          environment: {
            OTHER_TOKEN: values.env,
            PLUGIN_SECRET_PATH: workspace.file("secrets.json"),
          },
        });
        const uri = workspace.uri("plugins.yaml");
        const text = `${TICKET_ENTRY}    api_token: ${values.manifest}\n    secrets:\n      JIRA_TOKEN:\n        value: ${values.manifest}\n      OTHER_TOKEN: { env: OTHER_TOKEN }\n`;
        client.open(uri, text);
        const diagnostics = await client.diagnosticsWith(uri, "secret/plaintext");
        await askEverything(client, uri, text, diagnostics);
        client.notify(REGISTRY_STATE, { manifestUri: uri, snapshot: null });
        await client.close();
        const written = client.written.join("");
        expect(written).toContain("secret/plaintext");
        for (const value of [values.env, values.dotenv, values.file, values.manifest]) {
          expect(written.includes(value)).toBe(false);
        }
      },
    ),
    { numRuns: 5 },
  );
});

async function askEverything(
  client: TestClient,
  uri: string,
  text: string,
  diagnostics: readonly unknown[],
): Promise<void> {
  const textDocument = { uri };
  for (const [line, content] of text.split("\n").entries()) {
    for (let character = 0; character <= content.length; character += 2) {
      const params = { textDocument, position: { line, character } };
      await client.request("textDocument/hover", params);
      await client.request("textDocument/completion", params);
    }
  }
  const range = { start: { line: 0, character: 0 }, end: { line: 50, character: 0 } };
  await client.request("textDocument/documentSymbol", { textDocument });
  await client.request("textDocument/inlayHint", { textDocument, range });
  await client.request("textDocument/codeAction", {
    textDocument,
    range,
    context: { diagnostics },
  });
}
