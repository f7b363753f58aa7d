import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { discoverEntryPoints, toEntryPointRecord } from "../../../registry/discovery/index.ts";
import { openInstalled, SITE_PACKAGES } from "./installed.ts";

test("what npm and Python packages announce is listed together, by name", async () => {
  const { index, roots } = openInstalled();
  const found = await discoverEntryPoints(roots, index, new Set(["acme/ticket:Ticket"]));
  expect(found.map(toEntryPointRecord)).toMatchObject([
    {
      entry_point: "gone",
      module: "acme_slack.gone:Gone",
      configured: false,
      distribution: "Acme-Slack",
      error: expect.stringContaining("acme_slack.gone:Gone was not found"),
    },
    { entry_point: "plain", plugin_name: "plain", description: null, hooks: [] },
    {
      entry_point: "providers",
      module: "@acme/providers:registerPlugins",
      plugin_name: "providers",
    },
    {
      entry_point: "slack",
      plugin_name: "slack",
      description: "Posts to Slack",
      hooks: ["on_feedback"],
    },
    {
      entry_point: "ticket",
      module: "acme/ticket:Ticket",
      configured: true,
      distribution: "acme",
      plugin_name: "ticket",
      description: "Makes tickets",
      hooks: ["post_plan"],
    },
  ]);
});

test("what could not be looked into has an error and nothing that was not read", async () => {
  const { index, roots } = openInstalled();
  const [gone] = (await discoverEntryPoints(roots, index, new Set())).map(toEntryPointRecord);
  expect(Object.keys(gone ?? {})).toEqual([
    "entry_point",
    "module",
    "configured",
    "distribution",
    "error",
  ]);
});

test("an entry point that is no text is told of, and takes no other with it", async () => {
  const { index, roots, write } = openInstalled();
  const entryPoints = { "agent_pm.plugins": { num: 5, ticket: "./ticket:Ticket" } };
  write(
    "node_modules/acme/package.json",
    JSON.stringify({
      name: "acme",
      exports: { "./ticket": "./lib/ticket.js" },
      patchbay: { entryPoints },
    }),
  );
  const found = (await discoverEntryPoints(roots, index, new Set())).map(toEntryPointRecord);
  expect(found.filter(({ distribution }) => distribution === "acme")).toMatchObject([
    { entry_point: "num", error: expect.stringContaining("no text in the package.json of acme") },
    { entry_point: "ticket", plugin_name: "ticket" },
  ]);
});

test("a package announces under the name that it is imported by, and nothing outside of it", async () => {
  const { index, roots, write } = openInstalled();
  const entryPoints = {
    "agent_pm.plugins": { out: "./../../plugins/mine:Mine", ticket: "./ticket:Ticket" },
  };
  write(
    "node_modules/acme/package.json",
    JSON.stringify({
      name: "../elsewhere",
      exports: { "./ticket": "./lib/ticket.js" },
      patchbay: { entryPoints },
    }),
  );
  const found = (await discoverEntryPoints(roots, index, new Set())).map(toEntryPointRecord);
  expect(found.filter(({ distribution }) => distribution === "acme")).toMatchObject([
    { entry_point: "out", error: expect.stringContaining("out of the package") },
    { entry_point: "ticket", module: "acme/ticket:Ticket", plugin_name: "ticket" },
  ]);
});

test("discovery runs no plugin code", async () => {
  const { index, roots, at, write } = openInstalled();
  const trace = at("ran");
  write(
    "node_modules/acme/lib/ticket.js",
    `require("node:fs").writeFileSync(${JSON.stringify(trace)}, "");\nexport class Ticket {}\n`,
  );
  write(`${SITE_PACKAGES}/acme_slack/__init__.py`, `open(${JSON.stringify(trace)}, "w").close()\n`);
  const found = await discoverEntryPoints(roots, index, new Set());
  expect(found).toHaveLength(5);
  expect(existsSync(trace)).toBe(false);
});

test("a package of the manifest's own folder wins over one of the same name above it", async () => {
  const { index, at, roots, write } = openInstalled();
  write(
    "config/node_modules/acme/package.json",
    JSON.stringify({
      name: "acme",
      patchbay: { entryPoints: { "agent_pm.plugins": { mine: "./ticket:Ticket" } } },
    }),
  );
  const below = { ...roots, manifestFolder: at("config") };
  const names = (await discoverEntryPoints(below, index, new Set())).map(({ name }) => name);
  expect(names).toContain("mine");
  expect(names).not.toContain("ticket");
});

test("in a workspace that is not trusted nothing outside of it is listed", async () => {
  const { index, at, roots } = openInstalled();
  const confined = {
    ...roots,
    manifestFolder: at("node_modules/acme/lib"),
    workspaceFolder: at("node_modules/acme/lib"),
    confined: true,
  };
  expect(await discoverEntryPoints(confined, index, new Set())).toEqual([]);
});
