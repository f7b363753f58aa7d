import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  createSecretChain,
  locateSecretFiles,
  redact,
  type SecretPlaces,
  type SecretQuery,
} from "../../../registry/secrets/index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "patchbay-secrets-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NOTHING: SecretPlaces = {
  environment: {},
  stored: new Map(),
  dotenvFile: null,
  secretsFile: null,
  trusted: true,
};

function ask(places: Partial<SecretPlaces>, query: Partial<SecretQuery> = {}) {
  const chain = createSecretChain({ ...NOTHING, ...places });
  const full = { name: "TOKEN", plugin: "ticket", overrides: undefined, ...query };
  return { status: chain.status(full), value: chain.resolve(full)?.value };
}

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

test("every place is asked in order, and the first that has the secret wins", () => {
  const dotenvFile = write(".env", "TOKEN=from-dotenv\n");
  const secretsFile = write("secrets.yaml", "TOKEN: from-file\n");
  const stored = new Map([["TOKEN", "from-store"]]);
  const environment = { TOKEN: "from-environment" };
  const overrides = { TOKEN: "from-manifest" };

  const all = { environment, stored, dotenvFile, secretsFile };
  expect(ask(all, { overrides })).toMatchObject({
    status: { kind: "present", source: { kind: "manifest" } },
    value: "from-manifest",
  });
  expect(ask(all)).toMatchObject({
    status: { source: { kind: "environment", variable: "TOKEN" } },
    value: "from-environment",
  });
  expect(ask({ stored, dotenvFile, secretsFile })).toMatchObject({
    status: { source: { kind: "secret-store" } },
    value: "from-store",
  });
  expect(ask({ dotenvFile, secretsFile })).toMatchObject({
    status: { source: { kind: "dotenv", file: dotenvFile } },
    value: "from-dotenv",
  });
  expect(ask({ secretsFile })).toMatchObject({
    status: { source: { kind: "secrets-file", file: secretsFile, scope: "top-level" } },
    value: "from-file",
  });
});

describe("overrides in the manifest", () => {
  const environment = { TOKEN: "own", OTHER: "other", EMPTY: "" };

  test.each([
    ["a value", { value: "v", env: "OTHER" }, "v", "manifest"],
    ["a variable", { env: "OTHER" }, "other", "manifest-env"],
    ["a variable that is not set", { env: "UNSET" }, "own", "environment"],
    ["a variable that is empty", { env: "EMPTY" }, "own", "environment"],
    ["a variable that is no text", { env: 5 }, "own", "environment"],
    ["neither value nor variable", {}, "own", "environment"],
    ["zero", 0, 0, "manifest"],
    ["false", false, false, "manifest"],
    ["a list", [], [], "manifest"],
    ["null", null, "own", "environment"],
    ["the empty string", "", "own", "environment"],
    ["a value that is zero", { value: 0 }, 0, "manifest"],
  ])("%s", (_title, override, value, kind) => {
    const answer = ask({ environment }, { overrides: { TOKEN: override } });
    expect(answer.value).toEqual(value);
    expect(answer.status).toMatchObject({ kind: "present", source: { kind } });
  });

  test.each([[null], [""]])("a value of %j ends the search", (value) => {
    const answer = ask({ environment }, { overrides: { TOKEN: { value, env: "OTHER" } } });
    expect(answer).toMatchObject({ status: { kind: "missing" }, value: undefined });
  });

  test.each([[null], ["text"], [["TOKEN"]], [5]])(
    "overrides that are %j override nothing",
    (overrides) => {
      expect(ask({ environment }, { overrides }).value).toBe("own");
    },
  );

  test("what only the prototype of a mapping has is no override", () => {
    expect(ask({}, { name: "constructor", overrides: {} }).status.kind).toBe("missing");
  });
});

describe("the secrets file", () => {
  test.each([
    [
      "plugins.ticket over the rest",
      "plugins: {ticket: {TOKEN: a}}\nTOKEN: b\nglobal: {TOKEN: c}",
      "a",
    ],
    ["the top level over global", "TOKEN: b\nglobal: {TOKEN: c}", "b"],
    ["global last", "global: {TOKEN: c}", "c"],
    ["an empty scoped value hides the rest", "plugins: {ticket: {TOKEN: ''}}\nTOKEN: b", undefined],
    ["a null scoped value hides the rest", "plugins: {ticket: {TOKEN: null}}\nTOKEN: b", undefined],
    ["a null at the top level hides global", "TOKEN:\nglobal: {TOKEN: c}", undefined],
    ["sections that are no mappings", "plugins: 5\nglobal: [TOKEN]\nTOKEN: b", "b"],
    ["zero is a value", "TOKEN: 0", 0],
  ])("%s", (_title, text, value) => {
    expect(ask({ secretsFile: write("s.yaml", text) }).value).toBe(value);
  });

  test("a plugin with a hyphen also finds its scope with an underscore, not the reverse", () => {
    const underscore = write("a.yml", "plugins: {my_plug: {TOKEN: found}}");
    const hyphen = write("b.yml", "plugins: {my-plug: {TOKEN: found}}");
    expect(ask({ secretsFile: underscore }, { plugin: "my-plug" }).value).toBe("found");
    expect(ask({ secretsFile: hyphen }, { plugin: "my_plug" }).value).toBeUndefined();
  });

  test("the ending decides the format, in any letter case; what is not YAML is JSON", () => {
    expect(ask({ secretsFile: write("s.YAML", "TOKEN: y") }).value).toBe("y");
    expect(ask({ secretsFile: write("s.json", '{"TOKEN":"j"}') }).value).toBe("j");
    expect(ask({ secretsFile: write("s.conf", '{"TOKEN":"j"}') }).value).toBe("j");
  });

  test("a secret named like a section is not the section", () => {
    const secretsFile = write("s.yaml", "plugins: {x: {A: 1}}\nglobal: {plugins: mine}");
    expect(ask({ secretsFile }, { name: "plugins" }).value).toBe("mine");
    expect(ask({ secretsFile }, { name: "global" }).value).toBeUndefined();
  });

  test.each([
    ["broken.yaml", "TOKEN: [s3cr3t-value"],
    ["broken.json", '{"TOKEN": s3cr3t-value}'],
    ["list.yaml", "- s3cr3t-value"],
    ["bomb.yaml", "a: &a [s3cr3t-value]\nb: *missing"],
  ])("%s is empty for the plugin, unknown for people, and never quoted", (name, text) => {
    const secretsFile = write(name, text);
    const { status, value } = ask({ secretsFile });
    expect(value).toBeUndefined();
    expect(status).toMatchObject({ kind: "unknown", unreadable: secretsFile });
    expect(JSON.stringify(status)).not.toContain("s3cr3t");
  });

  test("an edit is honoured by the next question, a file that appears or goes too", () => {
    const chain = createSecretChain({ ...NOTHING, secretsFile: path.join(folder, "s.yaml") });
    const query = { name: "TOKEN", plugin: "ticket", overrides: undefined };
    expect(chain.status(query).kind).toBe("missing");
    write("s.yaml", "TOKEN: one");
    expect(chain.resolve(query)?.value).toBe("one");
    write("s.yaml", "TOKEN: two");
    expect(chain.resolve(query)?.value).toBe("two");
    rmSync(path.join(folder, "s.yaml"));
    expect(chain.resolve(query)).toBeNull();
  });
});

describe("answers that are not present", () => {
  test("missing lists every place that was looked at", () => {
    const dotenvFile = write(".env", "OTHER=1");
    const secretsFile = write("secrets.yaml", "OTHER: 1");
    const { status } = ask({ dotenvFile, secretsFile }, { plugin: "my-plug" });
    expect(status).toEqual({
      kind: "missing",
      name: "TOKEN",
      looked: [
        "config.secrets.TOKEN in the manifest",
        "environment variable TOKEN",
        "Patchbay's secret store",
        `TOKEN in ${dotenvFile}`,
        `plugins.my-plug.TOKEN in ${secretsFile}`,
        `plugins.my_plug.TOKEN in ${secretsFile}`,
        `TOKEN in ${secretsFile}`,
        `global.TOKEN in ${secretsFile}`,
      ],
    });
  });

  test("a folder called .env is no file of secrets, a folder in the secrets file's place is unreadable", () => {
    mkdirSync(path.join(folder, ".env"));
    expect(ask({ dotenvFile: path.join(folder, ".env") }).status.kind).toBe("missing");
    expect(ask({ secretsFile: folder }).status).toMatchObject({
      kind: "unknown",
      unreadable: folder,
    });
  });

  test("an untrusted workspace's files are not read: unknown, never missing", () => {
    const dotenvFile = write(".env", "TOKEN=secret");
    const places = { dotenvFile, trusted: false };
    expect(ask(places)).toMatchObject({
      status: { kind: "unknown", unreadable: dotenvFile, reason: "the workspace is not trusted" },
      value: undefined,
    });
    expect(ask({ ...places, environment: { TOKEN: "x" } }).status.kind).toBe("present");
  });

  test("what is no regular file is not opened: reading a pipe would wait for ever", () => {
    const pipe = path.join(folder, "pipe.yaml");
    execFileSync("mkfifo", [pipe]);
    expect(ask({ secretsFile: pipe }).status).toMatchObject({ kind: "unknown", unreadable: pipe });
    expect(ask({ dotenvFile: pipe }).status).toMatchObject({ kind: "unknown", unreadable: pipe });
  });

  test("links in a circle are unknown, a file in a folder's place is an absent file", () => {
    const loop = path.join(folder, "loop.yaml");
    symlinkSync(loop, loop);
    expect(ask({ secretsFile: loop }).status.kind).toBe("unknown");
    const below = path.join(write("file", ""), "secrets.yaml");
    expect(ask({ secretsFile: below }).status.kind).toBe("missing");
  });

  test("a value behind an unreadable place is present: it is what the plugin gets", () => {
    const secretsFile = write("s.json", '{"TOKEN":"found"}');
    const dotenvFile = path.join(folder, "loop");
    symlinkSync(dotenvFile, dotenvFile);
    expect(ask({ dotenvFile, secretsFile })).toMatchObject({
      status: { kind: "present", source: { kind: "secrets-file" } },
      value: "found",
    });
  });

  test("a stored secret whose value is elsewhere is present and resolves to nothing", () => {
    expect(ask({ stored: new Map([["TOKEN", null]]) })).toMatchObject({
      status: { kind: "present", source: { kind: "secret-store" } },
      value: undefined,
    });
  });
});

test("what logs must not show leaves out what `.env` holds besides secrets", () => {
  const dotenvFile = write(".env", "PORT=8080\nAPI_TOKEN=t0ken\nASKED=asked-for\nAPP=patchbay");
  const secretsFile = write("s.json", '{"global": {"A": "in-file"}}');
  const chain = createSecretChain({
    ...NOTHING,
    dotenvFile,
    secretsFile,
    environment: { ASKED: "from-environment", PATH: "/bin" },
    stored: new Map([["S", "in-store"]]),
  });
  const text = "8080 t0ken asked-for patchbay in-file from-environment /bin in-store";
  expect(redact(text, chain.valuesToRedact(["ASKED"]))).toBe(
    "8080 *** *** patchbay *** *** /bin ***",
  );
});

describe("`.env`", () => {
  test.each([
    ["TOKEN=plain # comment", "plain"],
    ["export TOKEN='single # kept'", "single # kept"],
    ['TOKEN="two\\nlines"', "two\nlines"],
    ['TOKEN="really\ntwo"', "really\ntwo"],
    ["TOKEN=a=b==", "a=b=="],
    ["\uFEFFTOKEN=bom", "bom"],
    ["TOKEN=crlf\r\nX=1", "crlf"],
    ["# TOKEN=commented", undefined],
    ["TOKEN=", undefined],
    ["__proto__=x\nX=1", undefined],
  ])("%j", (text, value) => {
    expect(ask({ dotenvFile: write(".env", text) }).value).toBe(value);
  });
});

describe("where the files are", () => {
  test.each([
    [undefined, null],
    ["", null],
    ["/run/secrets.yaml", "/run/secrets.yaml"],
    ["config/secrets.json", "/ws/config/secrets.json"],
    ["~/secrets.json", path.join(homedir(), "secrets.json")],
  ])("PLUGIN_SECRET_PATH %j", (written, secretsFile) => {
    expect(locateSecretFiles("/ws", { PLUGIN_SECRET_PATH: written })).toEqual({
      dotenvFile: "/ws/.env",
      secretsFile,
    });
  });
});
