import { fork } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createBirpc } from "birpc";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import {
  commandBundle,
  copyGrammars,
  hostBundle,
  workerEntryPoints,
} from "../../../scripts/build/node-bundles.mjs";
import type { AuditRecord, EditorCalls, EditorEvents } from "../../../schemas/index.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const KEY = "key-of-the-editor";

function newFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-embedded-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const ignore = (): void => undefined;

/** Where another program listens. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port; // It listens on a port, not on a pipe.
}

/** The host as the editor forks it, in a folder of its own. */
async function startHost() {
  const [folder, outdir, runtime] = [newFolder(), newFolder(), newFolder()];
  const { operator } = commandBundle.entryPoints;
  const common = { absWorkingDir: ROOT, outdir, logLevel: "silent" } as const;
  await build({ ...hostBundle, ...common });
  await build({ ...commandBundle, ...common, entryPoints: { operator, ...workerEntryPoints } });
  await copyGrammars(outdir);
  cpSync(path.join(ROOT, "test/fixtures/operator"), path.join(folder, "plugins"), {
    recursive: true,
  });
  writeFileSync(
    path.join(folder, "plugins.yaml"),
    "- name: steady\n  module: ./plugins/steady.js:Steady\n",
  );

  const child = fork(path.join(outdir, "host.js"), [], {
    serialization: "advanced",
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, XDG_RUNTIME_DIR: runtime },
  });
  let written = "";
  child.stdout?.on("data", (chunk: Buffer) => (written += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (written += chunk.toString()));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const audits: AuditRecord[] = [];
  const events: EditorEvents = {
    snapshotChanged: ignore,
    sampled: ignore,
    reloadObserved: ignore,
    logged: ignore,
    stuck: ignore,
    audited: (record) => void audits.push(record),
  };
  const calls = createBirpc<EditorCalls, EditorEvents>(events, {
    post: (message) => child.connected && child.send(message, () => undefined),
    on: (receive) => child.on("message", receive),
  });
  await calls.initialize({
    manifestFile: path.join(folder, "plugins.yaml"),
    workspaceFolder: folder,
    sourceRoots: [],
    callDeadlineMs: 5_000,
    storedSecrets: {},
  });
  const open = async (port = 0): Promise<string> => {
    const opened = await calls.openOperatorApi({ key: KEY, port });
    return opened.kind === "open" ? opened.url : opened.message;
  };
  return { calls, open, audits, exited, runtime, written: () => written };
}

const ask = (url: string, request: string): Promise<Response> => {
  const [method = "", at = ""] = request.split(" ");
  return fetch(url + at, { method, headers: { "x-api-key": KEY } });
};

test("the editor's registry is served while that is asked for, and its changes are told", async () => {
  const { calls, open, audits, runtime, written, exited } = await startHost();
  const url = await open();
  expect((await fetch(`${url}/plugins`)).status).toBe(401);
  expect(await (await ask(url, "GET /plugins")).json()).toMatchObject({
    plugins: [{ name: "steady", active: true }],
  });
  expect((await ask(url, "POST /plugins/steady/disable")).status).toBe(200);
  const { plugins } = await calls.snapshot();
  expect(plugins[0]?.state).toBe("disabled");
  expect(audits).toMatchObject([{ action: "disable", plugin: "steady", outcome: "done" }]);
  // Commands of this user find it by its manifest.
  expect(readdirSync(path.join(runtime, "patchbay"))).toHaveLength(1);

  await calls.closeOperatorApi();
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  expect(readdirSync(path.join(runtime, "patchbay"))).toHaveLength(0);
  // The registry went on, and may be served again.
  const again = await open();
  expect((await ask(again, "POST /plugins/steady/enable")).status).toBe(200);
  const taken = await takenPort();
  expect(await open(taken)).toMatch(new RegExp(`^Cannot listen on 127.0.0.1:${taken}: `));

  await open();
  await calls.shutdown();
  await exited;
  expect(readdirSync(path.join(runtime, "patchbay"))).toHaveLength(0);
  expect(written()).not.toContain(KEY);
});
