import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { onTestFinished } from "vitest";
import { serve, type ServeOptions, type ServeResult } from "../../../registry/operator/index.ts";
import {
  commandBundle,
  copyGrammars,
  workerEntryPoints,
} from "../../../scripts/build/node-bundles.mjs";
import type { AuditRecord, PluginRecord, ProblemDetails } from "../../../schemas/index.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const FIXTURES = path.join(ROOT, "test/fixtures/operator");
export const ADMIN = "admin-key-of-the-tests";
export const USER = "user-key-of-the-tests";

let dist: Promise<string> | null = null;

/** What `serve` needs beside itself: the worker, and the grammars. */
function buildDist(): Promise<string> {
  dist ??= (async () => {
    const outdir = mkdtempSync(path.join(tmpdir(), "patchbay-dist-"));
    process.once("exit", () => rmSync(outdir, { recursive: true, force: true }));
    const bundle = { ...commandBundle, entryPoints: workerEntryPoints, absWorkingDir: ROOT };
    await build({ ...bundle, outdir, logLevel: "silent" });
    await copyGrammars(outdir);
    return outdir;
  })();
  return dist;
}

/** One answer of the server, read to its end. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

export interface Served {
  readonly url: string;
  readonly folder: string;
  readonly server: Extract<ServeResult, { kind: "serving" }>;
  readonly audits: AuditRecord[];
  readonly failures: Error[];
  readonly manifest: () => string;
  /** With the operator's key, unless `headers` say otherwise. */
  readonly ask: <Body = { plugin: PluginRecord; plugins: PluginRecord[] } & ProblemDetails>(
    request: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer<Body>>;
}

export interface ServedSetup {
  readonly manifest: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly options?: Partial<Omit<ServeOptions, "registry">>;
  readonly callDeadlineMs?: number;
}

export async function optionsIn(folder: string, setup: ServedSetup): Promise<ServeOptions> {
  return {
    registry: {
      manifestFile: path.join(folder, "plugins.yaml"),
      workspaceFolder: folder,
      sourceRoots: [],
      callDeadlineMs: setup.callDeadlineMs ?? 1_000,
      storedSecrets: {},
    },
    host: "127.0.0.1",
    port: 0,
    keys: { operator: ADMIN, user: USER },
    rate: null,
    distFolder: await buildDist(),
    audit: () => undefined,
    onFailure: () => undefined,
    onStuck: () => undefined,
    ...setup.options,
  };
}

export function newWorkspace({ manifest, files = {} }: ServedSetup): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-operator-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(FIXTURES, path.join(folder, "plugins"), { recursive: true });
  writeFileSync(path.join(folder, "plugins.yaml"), manifest);
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  return folder;
}

/** A real server on a free port of this machine, with a manifest and plugins of its own. */
export async function startServer(setup: ServedSetup): Promise<Served> {
  const folder = newWorkspace(setup);
  const audits: AuditRecord[] = [];
  const failures: Error[] = [];
  const options = await optionsIn(folder, setup);
  const server = await serve({
    ...options,
    audit: (record) => audits.push(record),
    onFailure: (error) => failures.push(error),
  });
  if (server.kind !== "serving") throw new Error(server.message);
  onTestFinished(() => server.close());

  return {
    url: server.url,
    folder,
    server,
    audits,
    failures,
    manifest: () => readFileSync(path.join(folder, "plugins.yaml"), "utf8"),
    async ask(request, body, headers = { "x-api-key": ADMIN }) {
      const [method = "GET", at = "/"] = request.split(" ");
      const response = await fetch(server.url + at, {
        method,
        headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json") ?? false;
      const parsed: unknown = isJson && text !== "" ? JSON.parse(text) : null;
      // The test says what it expects; its assertions check it.
      return { status: response.status, headers: response.headers, text, body: parsed as never };
    },
  };
}

export const STEADY = "- name: steady\n  module: ./plugins/steady.js:Steady # counts\n";
