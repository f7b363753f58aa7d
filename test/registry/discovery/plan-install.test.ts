import { expect, test } from "vitest";
import {
  planInstall,
  type InstallPlan,
  type InstallWish,
} from "../../../registry/discovery/index.ts";
import { createSecretChain } from "../../../registry/secrets/index.ts";
import { openInstalled } from "./installed.ts";

const TICKET_ENTRY = {
  name: "ticket",
  module: "acme/ticket:Ticket",
  enabled: false,
  description: "Makes tickets",
  hooks: ["post_plan"],
  config: { project: "DEMO" },
};

function plan(
  wish: Partial<InstallWish>,
  manifestText = "",
  files: Readonly<Record<string, string>> = {},
): Promise<InstallPlan> {
  const { index, roots } = openInstalled(files);
  const secrets = createSecretChain({
    environment: {},
    stored: new Map(),
    dotenvFile: null,
    secretsFile: null,
    trusted: true,
  });
  return planInstall({ enabled: false, ...wish }, { manifestText, roots, index, secrets });
}

async function codesOf(outcome: Promise<InstallPlan>): Promise<readonly string[]> {
  const answered = await outcome;
  return answered.kind === "refused" ? answered.problems.map(({ code }) => code) : [];
}

test("a function that contributes plugins is called as its entry point is", async () => {
  expect(await plan({ entryPoint: "providers" })).toMatchObject({
    entry: { name: "providers", module: "@acme/providers:registerPlugins" },
  });
});

test("an entry takes its name, description and hooks from the class, and is not enabled", async () => {
  expect(await plan({ entryPoint: "ticket", config: { project: "DEMO" } })).toMatchObject({
    kind: "planned",
    entry: TICKET_ENTRY,
    secrets: [{ kind: "missing", name: "JIRA_TOKEN" }],
  });
});

test("keys are in the order in which a manifest is written", async () => {
  const planned = await plan({ module: "acme/ticket:Ticket", config: { project: "DEMO" } });
  expect(Object.keys(planned.kind === "planned" ? planned.entry : {})).toEqual(
    Object.keys(TICKET_ENTRY),
  );
});

test("what the wish says wins over what the class says", async () => {
  const wish = { module: "acme/ticket:Ticket", name: "mine", enabled: true, description: "Mine" };
  expect(await plan({ ...wish, config: { project: "X" } })).toMatchObject({
    entry: { name: "mine", enabled: true, description: "Mine" },
  });
});

test("a module wins over an entry point", async () => {
  expect(
    await plan({ module: "acme/ticket:Ticket", entryPoint: "nowhere", config: { project: "X" } }),
  ).toMatchObject({ kind: "planned", entry: { module: "acme/ticket:Ticket" } });
});

test("an inline secret counts as present", async () => {
  const config = { project: "X", secrets: { JIRA_TOKEN: "t" } };
  expect(await plan({ entryPoint: "ticket", config })).toMatchObject({
    secrets: [{ kind: "present", source: { kind: "manifest" } }],
  });
});

test.each([["discover"], ["reload"], [".."], [" sp "], ["new\nline"], ["a\tb"]])(
  "%j is no name to install under",
  async (name) => {
    const wish = { module: "acme/ticket:Ticket", name, config: { project: "X" } };
    expect(await codesOf(plan(wish))).toEqual(["request/invalid"]);
  },
);

test.each([
  ["neither a module nor an entry point", {}, "request/invalid"],
  ["an entry point that nobody announces", { entryPoint: "nowhere" }, "entry-point/not-found"],
  ["a malformed reference", { module: "x-y:Z" }, "module/malformed"],
  ["a module that is not there", { module: "./gone.js:Gone" }, "module/not-found"],
  ["a class that is not there", { module: "acme/ticket:Gone" }, "module/class-not-found"],
  ["a class that is no plugin", { module: "acme/ticket:Plain" }, "module/not-a-plugin"],
  [
    "a config of the wrong type",
    { entryPoint: "ticket", config: { project: 5 } },
    "config/invalid",
  ],
  ["a config that lacks a setting", { entryPoint: "ticket" }, "config/invalid"],
])("%s is refused", async (_, wish, code) => {
  expect(await codesOf(plan(wish))).toEqual([code]);
});

test("all problems are told at once", async () => {
  const codes = await codesOf(
    plan({ entryPoint: "ticket", config: { project: 5, size: "big" } }, "- name: ticket\n"),
  );
  expect(codes).toEqual(["plugin/exists", "config/invalid", "config/invalid"]);
});

test("the name of an invalid entry is taken too", async () => {
  const wish = { entryPoint: "ticket", config: { project: "X" } };
  expect(await codesOf(plan(wish, "- name: ticket\n  module: nonsense\n"))).toEqual([
    "plugin/exists",
  ]);
});

test("nothing is added to a manifest that is no list", async () => {
  const wish = { entryPoint: "ticket", config: { project: "X" } };
  expect(await codesOf(plan(wish, "5\n"))).toEqual(["manifest/refused"]);
});

test("an entry point that two packages announce is installed by its module", async () => {
  const other = JSON.stringify({
    name: "other",
    patchbay: { entryPoints: { "agent_pm.plugins": { ticket: "./x:X" } } },
  });
  const outcome = await plan({ entryPoint: "ticket" }, "", {
    "node_modules/other/package.json": other,
  });
  expect(outcome).toMatchObject({
    kind: "refused",
    problems: [{ code: "entry-point/ambiguous", message: expect.stringContaining("other/x:X") }],
  });
});

test("no refusal quotes a value of the config", async () => {
  const outcome = await plan({
    entryPoint: "ticket",
    config: { project: { hidden: "s3cr3t-value" }, size: "s3cr3t-value" },
  });
  expect(JSON.stringify(outcome)).not.toContain("s3cr3t-value");
});
