import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { startHost, type RealHost } from "./real-host.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Reads every secret that it may know of, and says it in every way that a plugin has. */
const LEAKS = `import { PluginBase } from "patchbay";
const NAMES = ["PB_STORED", "PB_DOTENV", "PB_FILE", "PB_INLINE"];
export class Leaks extends PluginBase {
  static hooks = ["print", "throw", "reject", "stray", "emit", "give"];
  static hookSpecs = { give: { firstResult: true } };
  static requiredSecrets = NAMES;
  get all() { return NAMES.map((name) => this.getSecret(name)); }
  onEnable() { throw new Error("enabled with " + this.all.join(" and ")); }
  print() {
    console.log("token", ...this.all);
    console.error({ nested: this.all });
    this.log.warn(this.all.join(","));
    process.stdout.write(this.all.join(" ") + "\\n");
    process.stderr.write(Buffer.from(this.all.join(" ")));
  }
  throw() { throw Object.assign(new TypeError(this.all.join("")), { cause: new Error(this.all[0]) }); }
  async reject() { throw "refused " + this.all.join(); }
  stray() { void Promise.reject(new Error("stray " + this.all.join(" "))); }
  give(payload) { payload.left = { [this.all[0]]: this.all }; return this.all.join(" "); }
  async emit() { await this.emit("throw", {}); throw new Error("emitted " + this.all.join(" ")); }
}`;

/** Values that nothing else of the test contains. */
const value = fc.stringMatching(/^[A-Za-z0-9+/=_.-]{10,40}$/).map((text) => `S${text}`);

/** The files that the values were put into. */
const SEEDED = new Set([".env", "secrets.yaml", "plugins.yaml"]);

async function everythingSaid({ calls, told, output, folder }: RealHost): Promise<string> {
  const answers = [await calls.snapshot(), await calls.records()];
  const written = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !SEEDED.has(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"));
  return JSON.stringify([answers, told, output(), written]);
}

test("no value of a secret is in anything that the host says or writes, whatever plugins do", async () => {
  vi.stubEnv("PLUGIN_SECRET_PATH", "config/secrets.yaml");
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(value, { minLength: 4, maxLength: 4 }),
      async ([stored = "", dotenv = "", file = "", inline = ""]) => {
        const host = await startHost({
          plugins: `- name: leaks\n  module: ./plugins/leaks.js:Leaks\n  config:\n    secrets:\n      PB_INLINE: ${JSON.stringify(inline)}\n`,
          files: {
            "plugins/leaks.js": LEAKS,
            ".env": `PB_DOTENV=${dotenv}\n`,
            "config/secrets.yaml": `PB_FILE: ${JSON.stringify(file)}\n`,
          },
          options: { storedSecrets: { PB_STORED: stored } },
        });
        const reports = [];
        for (const hook of ["print", "throw", "reject", "stray", "emit", "give"]) {
          reports.push(await host.calls.fire({ hook, payload: {} }));
        }
        await host.until(({ lines }) => lines.length >= 3);
        reports.push(await host.calls.reload("leaks"));
        const said = JSON.stringify(reports) + (await everythingSaid(host));
        host.child.kill("SIGKILL");

        expect(said).toContain("refused");
        expect(said).toContain("left");
        for (const secret of [stored, dotenv, file, inline]) expect(said).not.toContain(secret);
      },
    ),
    { numRuns: 4 },
  );
});

test("what a module throws while it is imported is shown without the environment's secrets", async () => {
  vi.stubEnv("PB_ENVIRONMENT_TOKEN", "environment-value-1234");
  const throws = `import { PluginBase } from "patchbay";
export class Says extends PluginBase { static requiredSecrets = ["PB_ENVIRONMENT_TOKEN"]; onEnable() { this.getSecret("PB_ENVIRONMENT_TOKEN"); } }
`;
  const host = await startHost({
    plugins: { one: "./plugins/says.js:Says" },
    files: { "plugins/says.js": throws },
  });
  const text = `${throws}throw new Error("at import " + process.env.PB_ENVIRONMENT_TOKEN);\n`;

  const reports = await host.calls.sourceSaved(host.write("plugins/says.js", text), text);

  expect(reports).toMatchObject([
    { kind: "rolled-back", problem: { code: "plugin/threw-on-import" } },
  ]);
  const said = JSON.stringify(reports) + JSON.stringify(await host.calls.records());
  expect(said).toContain("at import");
  expect(said).not.toContain("environment-value-1234");
});

test("a changed value is what plugins get next, wherever it is kept, however its file is written", async () => {
  vi.stubEnv("PLUGIN_SECRET_PATH", "config/secrets.yaml");
  const tells = `import { PluginBase } from "patchbay";
export class Tells extends PluginBase {
  static hooks = ["ping"];
  static requiredSecrets = ["PB_STORED", "PB_DOTENV", "PB_FILE"];
  ping(payload) {
    payload.lengths = Tells.requiredSecrets.map((name) => this.getSecret(name)?.length ?? null);
    payload.turns = this.turns = (this.turns ?? 0) + 1;
  }
}`;
  const host = await startHost({
    plugins: { one: "./plugins/tells.js:Tells" },
    files: { "plugins/tells.js": tells },
  });
  const lengths = async (): Promise<unknown> =>
    (await host.calls.fire({ hook: "ping", payload: {} })).payload;
  const untilAll = (wanted: "present" | "missing"): Promise<unknown> =>
    host.untilPlugin("one", ({ secrets }) => secrets.every(({ kind }) => kind === wanted));
  expect(await lengths()).toEqual({ lengths: [null, null, null], turns: 1 });

  await host.calls.storedSecretsChanged({ PB_STORED: "four" });
  host.write(".env", "PB_DOTENV=seven77\n");
  host.write("config/secrets.yaml", "PB_FILE: file56\n");
  await untilAll("present");
  expect(await lengths()).toEqual({ lengths: [4, 7, 6], turns: 2 });

  await host.calls.storedSecretsChanged({});
  host.write(".env.new", "# nothing\n");
  renameSync(host.path(".env.new"), host.path(".env"));
  rmSync(host.path("config"), { recursive: true });
  await untilAll("missing");
  expect(await lengths()).toEqual({ lengths: [null, null, null], turns: 3 });

  await host.calls.storedSecretsChanged({ PB_STORED: "five5" });
  rmSync(host.path(".env"));
  host.write(".env", "PB_DOTENV=x\n");
  host.write("config/secrets.yaml", "PB_FILE: yy\n");
  await untilAll("present");
  expect(await lengths()).toEqual({ lengths: [5, 1, 2], turns: 4 });
});
