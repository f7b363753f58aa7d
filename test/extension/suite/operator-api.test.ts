import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { commands, env, workspace, type TextDocument } from "vscode";
import type { PatchbayApi } from "../../../extension/api.ts";
import { activatePatchbay, exampleFile, restore, show, whenState } from "./patchbay.ts";

describe("The operator API", () => {
  it("is opened over the window's own registry, with a key", async () => {
    const { api, url, key } = await started();
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal((await fetch(`${url}/plugins`)).status, 401);
    const listed = await fetch(`${url}/plugins`, { headers: { "x-api-key": key } });
    assert.equal(listed.status, 200);
    assert.deepEqual(
      namesIn(await listed.json()),
      api.snapshot()?.plugins.map(({ summary }) => summary.name),
    );
  });

  it("changes the manifest that the editor shows, and what runs", async () => {
    const { api, url, key } = await started();
    const document = await show(exampleFile("plugins.yaml"));
    const text = document.getText();
    const ask = async (verb: string): Promise<number> => {
      const at = `${url}/plugins/warehouse_export/${verb}`;
      return (await fetch(at, { method: "POST", headers: { "x-api-key": key } })).status;
    };
    const line = "\n  module: ./plugins/warehouse-export.ts:WarehouseExport\n";
    const disabled = text.replace(line, `${line}  enabled: false\n`);
    const enabled = text.replace(line, `${line}  enabled: true\n`);
    assert.equal(await ask("disable"), 200);
    await whenState(api, "warehouse_export", "disabled");
    await whenText(document, disabled);
    assert.equal(await ask("enable"), 200);
    await whenState(api, "warehouse_export", "active");
    await whenText(document, enabled);
    await restore(document, text);
  });

  it("is copied as a line for a shell that does what it says", async () => {
    const { url, key } = await started();
    const at = "/plugins/warehouse_export/reload";
    await commands.executeCommand("patchbay.copyAsCurl", { plugin: "warehouse_export", path: at });
    const line = await env.clipboard.readText();
    assert.match(line, /^curl .*--request POST /);
    assert.ok(line.includes(`'X-API-Key: ${key}'`) && line.endsWith(`'${url}${at}'`));
  });

  it("is back with its address and key when the host was started again", async () => {
    const { api, url, key } = await started();
    const killed = api.hostProcessId();
    assert.ok(killed !== null);
    process.kill(killed, "SIGKILL");
    await whenOperatorApi(api, (open) => open === null);
    await whenOperatorApi(api, (open) => open === url);
    const listed = await fetch(`${url}/plugins`, { headers: { "x-api-key": key } });
    assert.equal(listed.status, 200);
    await whenState(api, "warehouse_export", "active");
  });

  it("is told of in the status, and its key is written nowhere", async () => {
    const { url, key } = await started();
    await fetch(`${url}/plugins/reload`, { method: "POST", headers: { "x-api-key": key } });
    await commands.executeCommand("patchbay.showStatus");
    const status = workspace.textDocuments.find(({ uri }) => uri.scheme === "patchbay-status");
    assert.ok(status?.getText().includes(`open at ${url}`));
    await commands.executeCommand("workbench.action.closeAllEditors");
    const results = process.env["PATCHBAY_TEST_RESULTS"];
    assert.ok(results);
    assert.deepEqual(filesWith(path.dirname(results), key), []);
  });

  it("is closed when it is stopped while the host goes down", async () => {
    const { api } = await started();
    const killed = api.hostProcessId();
    assert.ok(killed !== null);
    process.kill(killed, "SIGKILL");
    await commands.executeCommand("patchbay.stopOperatorApi");
    assert.equal(api.operatorApiUrl(), null);
    await whenState(api, "warehouse_export", "active");
  });

  it("is gone when it is stopped", async () => {
    const { api, url } = await started();
    await commands.executeCommand("patchbay.stopOperatorApi");
    assert.equal(api.operatorApiUrl(), null);
    await assert.rejects(fetch(`${url}/healthz`));
  });
});

interface Started {
  readonly api: PatchbayApi;
  readonly url: string;
  readonly key: string;
}

/** The open API, with what the commands copy of it. */
async function started(): Promise<Started> {
  const api = await activatePatchbay();
  await whenState(api, "warehouse_export", "active");
  await commands.executeCommand("patchbay.startOperatorApi");
  // The host of the test before may be on its way out: the API opens with the next one then.
  await whenOperatorApi(api, (open) => open !== null);
  await commands.executeCommand("patchbay.copyOperatorApiUrl");
  const url = await env.clipboard.readText();
  await commands.executeCommand("patchbay.copyOperatorApiKey");
  const key = await env.clipboard.readText();
  assert.equal(url, api.operatorApiUrl());
  assert.match(key, /^[\w-]{43}$/);
  return { api, url, key };
}

function namesIn(answer: unknown): readonly string[] {
  const { plugins } = answer as { readonly plugins: readonly { readonly name: string }[] };
  return plugins.map(({ name }) => name);
}

/** Settles when the API is as wanted. */
function whenOperatorApi(api: PatchbayApi, is: (url: string | null) => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (is(api.operatorApiUrl())) return resolve();
    const subscription = api.onDidChangeOperatorApi(() => {
      if (!is(api.operatorApiUrl())) return;
      subscription.dispose();
      resolve();
    });
  });
}

/** Settles when the editor has taken this text over from the disk. */
function whenText(document: TextDocument, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (document.getText() === text) return resolve();
    const subscription = workspace.onDidChangeTextDocument(() => {
      if (document.getText() !== text) return;
      subscription.dispose();
      resolve();
    });
  });
}

function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter((file) => readFileSync(file).includes(text));
}
