import { execFile, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProtocolConnection } from "vscode-languageserver/node";
import { otherNode } from "../../../scripts/base/other-node.mjs";
import { Installation, installPackage, PROJECT } from "./installed.ts";

const run = promisify(execFile);
let folder = "";
beforeAll(async () => {
  folder = await installPackage();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("it holds the library with its declarations and the command, and needs nothing but zod", () => {
  const installed = readdirSync(path.join(folder, "node_modules")).filter(
    (name) => !name.startsWith("."),
  );
  expect(installed).toEqual(["patchbay", "zod"]);
  const home = path.join(folder, "node_modules/patchbay");
  expect(readdirSync(home).toSorted()).toEqual([
    "LICENSE",
    "README.md",
    "dist",
    "docs",
    "package.json",
  ]);
  expect(readdirSync(path.join(home, "dist")).toSorted()).toEqual([
    "cli.js",
    "lib.d.ts",
    "lib.js",
    "operator.js",
    "otel-export.js",
    "otel-thread.js",
    "server-main.js",
    "server.js",
    "wasm",
    "worker-main.js",
    "worker.js",
  ]);
});

/** What the compiler says about a project of the service's folder. */
async function complaints(project: string): Promise<string> {
  const tsc = path.join(PROJECT, "node_modules/typescript/bin/tsc");
  const { stdout } = await run(process.execPath, [tsc, "-p", project], { cwd: folder }).catch(
    (error: unknown) => error as { stdout: string },
  );
  return stdout;
}

test("its declarations need no others, not even those of Node", async () => {
  expect(await complaints("bare")).toBe("");
});

test("services and plugins in TypeScript check, as ES modules and as CommonJS, and what is wrong in them is seen", async () => {
  const types = path.join(folder, "node_modules/@types");
  mkdirSync(types);
  symlinkSync(path.join(PROJECT, "node_modules/@types/node"), path.join(types, "node"), "dir");
  expect(await complaints(".")).toBe("");
});

describe.each(["20.20.2", "22.23.3", process.versions.node])("on Node %s", (version) => {
  let installation: Installation;
  let cwd = "";
  beforeAll(async () => {
    const isOurs = version === process.versions.node;
    installation = new Installation(folder, isOurs ? process.execPath : await otherNode(version));
    cwd = path.join(folder, `commanded-${version}`);
    mkdirSync(cwd);
    await installation.command(["new", "plugin", "first", "--language", "ts"], cwd);
  });

  test("an ES module runs a manifest and a directory of plugins, in the very classes of the package", async () => {
    expect(JSON.parse(await installation.program("service.mjs"))).toEqual({
      made: "a provider of small",
      said: ["hello world", true],
      problems: [],
      isOne: true,
    });
  });

  test("a CommonJS module requires it", async () => {
    const printed = await installation.program("service.cjs");
    expect(JSON.parse(printed)).toEqual({ isKnown: true, name: "a-b" });
  });

  test("its command lists and checks the plugin that it wrote, and fires at it", async () => {
    const listed = await installation.command(["list", "--json"], cwd);
    expect(JSON.parse(listed)).toMatchObject({ plugins: [{ name: "first", enabled: true }] });
    expect(await installation.command(["check"], cwd)).toBe("1 file checked: no problems\n");
    const payload = path.join(cwd, "payload.json");
    writeFileSync(payload, `{ "plan": {}, "context": {} }`);
    const fired = await installation.command(
      ["fire", "post_plan", "--payload", payload, "--json"],
      cwd,
    );
    expect(JSON.parse(fired)).toMatchObject({ outcomes: [{ plugin: "first", kind: "answered" }] });
  });

  test("it serves, says where on its first line, and ends when it is told to", async () => {
    const server = installation.start(["serve", "--insecure"], cwd);
    const url = await firstLine(server);
    const response = await fetch(`${url}/plugins`);
    expect(await response.json()).toMatchObject({ plugins: [{ name: "first", active: true }] });
    server.kill("SIGTERM");
    expect(await once(server, "exit")).toEqual([0, null]);
  });

  test("its language server finds what is wrong in a manifest", async () => {
    const server = installation.start(["lsp", "--stdio"], cwd);
    const { stdout, stdin } = server;
    if (!stdout || !stdin) throw new Error("Its streams are pipes.");
    const connection = createProtocolConnection(stdout, stdin);
    const told = new Promise<unknown>((resolve) => {
      connection.onNotification("textDocument/publishDiagnostics", resolve);
    });
    connection.listen();
    await connection.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      capabilities: {},
    });
    await connection.sendNotification("initialized", {});
    const uri = "file:///nowhere/plugins.yaml";
    const textDocument = { uri, languageId: "yaml", version: 1, text: "- module: 5\n" };
    await connection.sendNotification("textDocument/didOpen", { textDocument });
    expect(await told).toMatchObject({ uri, diagnostics: [{ source: "patchbay" }, {}] });
    connection.dispose();
  });
});

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error("Its output is a pipe.");
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error("It ended without a word.");
}
