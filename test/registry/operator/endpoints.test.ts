import { cpSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import {
  discoveryAnswerSchema,
  hookAnswerSchema,
  pluginDetailSchema,
  pluginListSchema,
} from "../../../schemas/index.ts";
import { ADMIN, startServer, STEADY } from "./served.ts";

const THREE = `# Ours
${STEADY}  enabled: true # on
  config:
    label: one # first
    secrets:
      TOKEN: s3cr3t-value
      EMPTY: ""
      FROM: {env: NOT_SET}
    nested: {Secrets: {A: inner-secret}}
- name: off
  module: ./plugins/steady.js:Steady
  enabled: false
- name: broken
  module: ./plugins/steady.js:Broken
- module: nonsense
`;

test("every plugin is listed as Agent PM lists it, in manifest order and with secrets masked", async () => {
  const { ask } = await startServer({ manifest: THREE });
  const { status, body, text } = await ask("GET /plugins");
  expect(status).toBe(200);
  expect(pluginListSchema.parse(body)).toEqual(body);
  expect(body.plugins.map(({ name }) => name)).toEqual([
    "steady",
    "off",
    "broken",
    "invalid_plugin_0",
  ]);
  expect(Object.keys(body.plugins[0] ?? {})).toEqual([
    "name",
    "description",
    "hooks",
    "config",
    "enabled",
    "active",
    "hook_stats",
    "hook_history",
    "errors",
    "invalid",
    "secrets",
  ]);
  expect(body.plugins[0]?.config).toEqual({
    label: "one",
    secrets: { TOKEN: "***", EMPTY: null, FROM: "***" },
    nested: { Secrets: { A: "***" } },
  });
  expect(text).not.toMatch(/s3cr3t-value|inner-secret/);
  expect(body.plugins[2]).toMatchObject({ enabled: true, active: false, invalid: true });
  expect(body.plugins[3]).toMatchObject({ enabled: false, active: false, invalid: true });
});

test("toggling changes the flag in place, and the registry follows", async () => {
  const { ask, manifest, audits } = await startServer({ manifest: THREE });
  const disabled = await ask("POST /plugins/steady/disable");
  expect(disabled.status).toBe(200);
  expect(disabled.body.plugin).toMatchObject({ name: "steady", enabled: false, active: false });
  expect(manifest()).toBe(THREE.replace("enabled: true # on", "enabled: false # on"));

  const enabled = await ask("POST /plugins/steady/enable");
  expect(enabled.body.plugin).toMatchObject({ enabled: true, active: true });
  expect(manifest()).toBe(THREE);
  expect((await ask("POST /plugins/steady/enable")).status).toBe(200);
  expect(audits).toMatchObject([
    { action: "disable", who: "operator", plugin: "steady", before: { enabled: true } },
    { action: "enable", outcome: "done", after: { enabled: true } },
    { action: "enable", outcome: "done" },
  ]);
  expect(JSON.stringify(audits)).not.toMatch(/s3cr3t-value|inner-secret/);
});

test("what is unknown or breaks the schema is not found; what cannot load can be toggled", async () => {
  const { ask, manifest } = await startServer({ manifest: THREE });
  for (const name of ["nobody", "invalid_plugin_0", "__proto__", "a%2Fb"]) {
    for (const verb of ["enable", "disable", "reload"]) {
      const { status, body } = await ask(`POST /plugins/${name}/${verb}`);
      expect([name, verb, status, body.code]).toEqual([name, verb, 404, "plugin/not-found"]);
    }
    expect((await ask(`POST /plugins/${name}/config`, { config: {} })).status).toBe(404);
  }
  expect(manifest()).toBe(THREE);
  const { status, body } = await ask("POST /plugins/broken/enable");
  expect(status).toBe(200);
  expect(body.plugin).toMatchObject({ invalid: true, active: false });
});

test("posting a config replaces it, and masked values stay what they were", async () => {
  const { ask, manifest } = await startServer({ manifest: THREE });
  const shown = (await ask("GET /plugins")).body.plugins[0]?.config ?? {};
  const { status, body } = await ask("POST /plugins/steady/config", {
    config: { ...shown, label: "two" },
  });
  expect(status).toBe(200);
  expect(body.plugin.config).toEqual({ ...shown, label: "two" });
  expect(manifest()).toBe(THREE.replace("label: one", "label: two"));

  const replaced = await ask("POST /plugins/steady/config", { config: { limit: 3 } });
  expect(replaced.body.plugin.config).toEqual({ limit: 3 });
});

test("patching a config merges, null removes, and masked values stay what they were", async () => {
  const { ask, manifest } = await startServer({ manifest: THREE });
  const { status, body } = await ask("PATCH /plugins/steady/config", {
    label: null,
    limit: 5,
    secrets: { TOKEN: "***", NEW: "brand-new" },
  });
  expect(status).toBe(200);
  expect(body.plugin.config).toMatchObject({
    limit: 5,
    secrets: { TOKEN: "***", NEW: "***", FROM: "***" },
  });
  expect(body.plugin.config).not.toHaveProperty("label");
  expect(manifest()).toContain("TOKEN: s3cr3t-value");
  expect(manifest()).toContain("NEW: brand-new");
});

test("a mask at length is the stored value; one that stands for nothing is refused, and nothing changes", async () => {
  const { ask, manifest } = await startServer({ manifest: THREE });
  for (const secrets of [{ NEW: "***" }, { FROM: { value: "***" } }]) {
    const patched = await ask("PATCH /plugins/steady/config", { secrets });
    expect([patched.status, patched.body.code]).toEqual([400, "config/invalid"]);
    const installed = await ask("POST /plugins/install", {
      module: "./plugins/steady.ts:Steady",
      name: "other",
      config: { secrets },
    });
    expect([installed.status, installed.body.code]).toEqual([400, "config/invalid"]);
  }
  expect(manifest()).toBe(THREE);

  await ask("PATCH /plugins/steady/config", { secrets: { TOKEN: { value: "***" } } });
  expect(manifest()).toMatch(/TOKEN:\s+value: s3cr3t-value/);
});

test("a patch may say of itself what it is, and bodies of another type are refused", async () => {
  const { url, manifest } = await startServer({ manifest: THREE });
  const patch = (type: string): Promise<Response> =>
    fetch(`${url}/plugins/steady/config`, {
      method: "PATCH",
      headers: { "x-api-key": ADMIN, "content-type": type },
      body: '{"label":"patched"}',
    });
  expect((await patch("application/merge-patch+json")).status).toBe(200);
  expect(manifest()).toContain("label: patched # first");
  expect((await patch("text/yaml")).status).toBe(415);
});

test("clients that say they send JSON and send nothing are understood", async () => {
  const { url } = await startServer({ manifest: STEADY });
  const response = await fetch(`${url}/plugins/steady/disable`, {
    method: "POST",
    headers: { "x-api-key": ADMIN, "content-type": "application/json" },
  });
  expect(response.status).toBe(200);
});

test("a config that the class does not accept is refused, and nothing changes", async () => {
  const { ask, manifest } = await startServer({ manifest: THREE });
  const { status, body } = await ask("PATCH /plugins/steady/config", { limit: "many-values" });
  expect([status, body.code]).toEqual([400, "config/invalid"]);
  expect(body.errors?.[0]?.message).toContain("config.limit");
  expect(manifest()).toBe(THREE);
  const list = await ask("GET /plugins");
  expect(list.body.plugins[0]).toMatchObject({ active: true, errors: [] });
});

test.each([
  ["POST /plugins/steady/config", {}],
  ["POST /plugins/steady/config", { config: [] }],
  ["POST /plugins/steady/config", { config: null }],
  ["POST /plugins/steady/config", "{"],
  ["PATCH /plugins/steady/config", []],
  ["POST /plugins/install", {}],
  ["POST /plugins/install", { module: 3 }],
  ["POST /hooks/ping", { payload: [] }],
])("%s with %j does not satisfy the schema", async (request, sent) => {
  const { ask } = await startServer({ manifest: STEADY });
  const { status, body, headers } = await ask(request, sent);
  expect([status, body.code]).toEqual([422, "request/invalid"]);
  expect(headers.get("content-type")).toContain("application/problem+json");
});

test("a plugin is installed with what its class says about itself, disabled unless asked for", async () => {
  const { ask, manifest } = await startServer({ manifest: "# Ours\n" });
  const { status, body } = await ask("POST /plugins/install", {
    module: "./plugins/steady.js:Steady",
    config: { limit: 1 },
  });
  expect(status).toBe(200);
  expect(body.plugin).toMatchObject({
    name: "steady",
    description: "Counts pings",
    hooks: ["ping"],
    enabled: false,
    config: { limit: 1 },
  });
  expect(manifest()).toMatch(/^# Ours\n- name: steady\n/);

  const removed = await ask<{ removed: string }>("DELETE /plugins/steady");
  expect([removed.status, removed.body]).toEqual([200, { removed: "steady" }]);
  expect((await ask("GET /plugins")).body.plugins).toEqual([]);
  expect((await ask("DELETE /plugins/steady")).status).toBe(404);
});

test.each([
  [{ entry_point: "unknown" }, 404, "entry-point/not-found"],
  [{ module: "./plugins/steady.js:Steady" }, 400, "plugin/exists"],
  [{ module: "no colon", name: "a" }, 400, "module/malformed"],
  [{ module: "./plugins/absent.js:A", name: "a" }, 400, "module/not-found"],
  [{ module: "./plugins/steady.js:Absent", name: "a" }, 400, "module/class-not-found"],
  [{ module: "./plugins/steady.js:NoPlugin", name: "a" }, 400, "module/not-a-plugin"],
  [{ module: "./plugins/steady.js:Broken", name: "a" }, 400, "plugin/load-failed"],
])("installing %j is refused, and the manifest is as it was", async (request, status, code) => {
  const { ask, manifest } = await startServer({ manifest: STEADY });
  const answer = await ask("POST /plugins/install", request);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(manifest()).toBe(STEADY);
});

test("what installed packages announce is listed without running it, and installed by its name", async () => {
  const { ask, folder, manifest } = await startServer({ manifest: STEADY });
  const home = path.join(folder, "node_modules/@acme/pings");
  cpSync(path.join(folder, "plugins/steady.js"), path.join(home, "index.js"), { recursive: true });
  const entryPoints = {
    "agent_pm.plugins": { pings: ".:Steady", gone: ".:Gone" },
  };
  const about = {
    name: "@acme/pings",
    version: "1.0.0",
    main: "index.js",
    patchbay: { entryPoints },
  };
  writeFileSync(path.join(home, "package.json"), JSON.stringify(about));

  const listed = await ask<unknown>("GET /plugins/discover");
  const { entry_points } = discoveryAnswerSchema.parse(listed.body);
  expect(entry_points).toMatchObject([
    { entry_point: "gone", error: expect.stringContaining("Gone") },
    {
      entry_point: "pings",
      module: "@acme/pings:Steady",
      configured: false,
      distribution: "@acme/pings",
      plugin_name: "steady",
      hooks: ["ping"],
    },
  ]);
  const installed = await ask("POST /plugins/install", {
    entry_point: "pings",
    name: "packaged",
    enabled: true,
  });
  expect(installed.body.plugin).toMatchObject({ name: "packaged", active: true });
  expect(manifest()).toContain('module: "@acme/pings:Steady"');
});

test("reloading loads the newest code; code that cannot be loaded is told, and the old goes on", async () => {
  const { ask, folder, server } = await startServer({ manifest: STEADY });
  const file = path.join(folder, "plugins/steady.js");
  writeFileSync(file, "syntax error here");
  const { status, body } = await ask("POST /plugins/steady/reload");
  expect([status, body.code]).toEqual([400, "plugin/load-failed"]);
  expect(body.errors?.[0]?.path).toContain("steady.js:1");
  const report = await server.registry.fire({ hook: "ping", payload: {} });
  expect(report.outcomes).toMatchObject([{ kind: "answered", plugin: "steady" }]);

  writeFileSync(path.join(folder, "plugins.yaml"), `${STEADY}- name: b\n  module: ./x.js:B\n`);
  const all = await ask("POST /plugins/reload");
  expect(all.status).toBe(200);
  expect(all.body.plugins.map(({ name }) => name)).toEqual(["steady", "b"]);
});

test("hooks are fired with their outcomes, and history and details tell of it", async () => {
  const { ask } = await startServer({ manifest: THREE });
  const fired = await ask("POST /hooks/ping", { payload: { a: 1 } });
  expect(fired.status).toBe(200);
  expect(hookAnswerSchema.parse(fired.body)).toMatchObject({
    payload: { a: 1, seen: ["steady"] },
  });
  const listed = await ask("GET /plugins");
  expect(listed.body.plugins[0]?.hook_stats["ping"]).toMatchObject({ invocations: 1 });

  const history = await ask<{ history: Record<string, unknown[]> }>("GET /plugins/steady/history");
  expect(history.body.history["ping"]).toMatchObject([{ status: "success" }]);
  const detail = await ask("GET /plugins/steady");
  expect(pluginDetailSchema.parse(detail.body).status).toMatchObject({
    state: "active",
    generation: 1,
  });
  expect((await ask("GET /plugins/nobody")).status).toBe(404);
});

test("everything is answered while a plugin holds its thread, and the plugin is quarantined", async () => {
  const { ask } = await startServer({
    manifest: `${STEADY}- name: holder\n  module: ./plugins/steady.js:Holder\n`,
  });
  await ask("POST /hooks/ping", {});
  const held = ask("POST /hooks/hold", {});
  const list = await ask("GET /plugins");
  expect(list.body.plugins.map(({ name }) => name)).toEqual(["steady", "holder"]);
  expect((await ask("GET /healthz")).status).toBe(200);
  expect((await ask("GET /metrics")).text).toContain("plugin_hook_invocations_total");
  await held;

  const { body } = await ask("GET /plugins/holder");
  expect(body).toMatchObject({ status: { state: "quarantined" } });
  const enabled = await ask("POST /plugins/holder/enable");
  expect(enabled.body.plugin).toMatchObject({ active: true });
});

test("health, readiness, metrics, the description and its page need no key", async () => {
  const { ask, folder } = await startServer({ manifest: THREE });
  expect((await ask("GET /healthz", undefined, {})).body).toEqual({ status: "ok" });
  const ready = await ask("GET /readyz", undefined, {});
  expect(ready.body).toMatchObject({ ready: true, plugins: { total: 4, active: 1, failed: 2 } });
  await ask("POST /hooks/ping", {});
  const metrics = await ask("GET /metrics", undefined, {});
  expect(metrics.headers.get("content-type")).toContain("version=0.0.4");
  expect(metrics.text).toContain('plugin_hook_invocations_total{plugin="steady",hook="ping"} 1\n');
  const page = await ask("GET /docs", undefined, {});
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(page.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  await rm(path.join(folder, "plugins.yaml"));
  await ask("POST /plugins/reload");
  expect((await ask("GET /readyz", undefined, {})).status).toBe(503);
  const broken = await startServer({ manifest: "{" });
  expect((await broken.ask("GET /readyz", undefined, {})).status).toBe(503);
});

test("what runs while the manifest is broken is not said to be announced by a package", async () => {
  const { ask, folder } = await startServer({ manifest: STEADY });
  writeFileSync(path.join(folder, "plugins.yaml"), "- name: [\n");
  await ask("POST /plugins/reload");
  const { status, body } = await ask("POST /plugins/steady/disable");
  expect([status, body.code]).toEqual([409, "manifest/refused"]);
  expect(body.detail).toContain("Mend it, then try again");
});

test("a body that is nested too deeply is the client's mistake, not ours", async () => {
  const { url, failures } = await startServer({ manifest: "[]\n" });
  const send = (depth: number): Promise<Response> =>
    fetch(`${url}/hooks/ping`, {
      method: "POST",
      headers: { "x-api-key": ADMIN, "content-type": "application/json" },
      body: nested(depth),
    });
  expect((await send(150)).status).toBe(200);
  const refused = await send(5_000);
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    detail: "The body is nested deeper than 200 levels.",
  });
  expect(failures).toEqual([]);
});

function nested(depth: number): string {
  return `{"payload": ${'{"a":'.repeat(depth)}"[{"${"}".repeat(depth)}}`;
}
