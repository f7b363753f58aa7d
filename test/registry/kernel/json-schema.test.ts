import { expect, test } from "vitest";
import { validateConfig } from "../../../registry/config/index.ts";
import { readJsonSchema } from "../../../registry/modules/schemas/index.ts";
import { PluginBase, type ConfigSchema } from "../../../registry/sdk/index.ts";
import { items, registryOf } from "./support.ts";

const ticketSchema = {
  properties: {
    project_key: { type: "string", pattern: "^[A-Z]+$" },
    limit: { type: "integer", minimum: 1, default: 5 },
    watchers: { type: "array", items: { type: "string" }, default: [] },
    retry: {
      type: "object",
      properties: { times: { type: "number", default: 3 } },
      additionalProperties: false,
      default: {},
    },
    mode: { enum: ["fast", "safe"] },
  },
  required: ["project_key"],
};

/** The config as the plugin saw it, and what was wrong with it. */
async function load(
  schema: ConfigSchema,
  config: Readonly<Record<string, unknown>>,
): Promise<{ readonly seen: unknown; readonly problems: readonly string[] }> {
  let seen: unknown = null;
  class Ticket extends PluginBase {
    static override readonly configSchema = schema;
    override onEnable(): void {
      seen = this.config;
    }
  }
  const { registry } = registryOf({ Ticket });
  await registry.reconcile(items({ name: "ticket", module: "ticket:Ticket", config }));
  const problems = registry.statuses().flatMap((status) => status.problems);
  return { seen, problems: problems.map(({ code, message }) => `${code} ${message}`) };
}

test("a config is completed by a JSON Schema's defaults, and the manifest's own stays as it is", async () => {
  const config = { project_key: "AB", watchers: ["me"], more: 1, secrets: { TOKEN: "x" } };
  const written = structuredClone(config);

  const { seen, problems } = await load(ticketSchema, config);

  expect(problems).toEqual([]);
  expect(seen).toEqual({
    project_key: "AB",
    limit: 5,
    watchers: ["me"],
    retry: { times: 3 },
    more: 1,
  });
  expect(config).toEqual(written);
});

test("everything that a JSON Schema says against a config is told at its place, without the value", async () => {
  const config = {
    limit: 0,
    watchers: ["me", 7123],
    retry: { tmies: 2 },
    mode: "hidden-value",
  };

  const { seen, problems } = await load(ticketSchema, config);

  expect(seen).toBeNull();
  expect(problems.toSorted()).toEqual([
    "config/invalid config.limit: must be >= 1",
    'config/invalid config.mode: must be "fast" | "safe"',
    "config/invalid config.project_key: must be there",
    "config/invalid config.retry.tmies: is not a setting of this plugin",
    "config/invalid config.watchers.1: must be string",
  ]);
});

test("whatever the editor underlines without running the class, the class refuses at the same places", async () => {
  const described = readJsonSchema(ticketSchema);
  const config = { limit: 0.5, watchers: "me", retry: { tmies: 2 }, mode: 1 };

  const { problems } = await load(ticketSchema, config);

  const underlined = validateConfig(config, described ?? {}).map(({ path, missing }) =>
    ["config", ...path, ...(missing === undefined ? [] : [missing])].join("."),
  );
  const refused = problems.map((text) => text.replace(/^\S+ (?<place>\S+):.*$/, "$<place>"));
  expect(new Set(refused)).toEqual(new Set(underlined));
});

test("of alternatives of which none will do, the choice is told and not each of them", async () => {
  const schema = { properties: { to: { anyOf: [{ type: "string" }, { type: "null" }] } } };

  expect((await load(schema, { to: 1 })).problems).toEqual([
    "config/invalid config.to: must match a schema in anyOf",
  ]);
});

test.each([
  ["2020-12", { prefixItems: [{ type: "string" }] }],
  ["draft-07", { items: [{ type: "string" }] }],
])("the draft %s is understood", async (draft, rules) => {
  const $schema = `https://json-schema.org/${draft}/schema`;
  const schema = { $schema, $id: "same", properties: { list: { type: "array", ...rules } } };

  expect((await load(schema, { list: ["a"] })).problems).toEqual([]);
  expect((await load({ ...schema }, { list: [1] })).problems).toEqual([
    "config/invalid config.list.0: must be string",
  ]);
});

test.each([
  ["has a type that there is none of", { type: "objekt" }, "type"],
  ["refers to a part that it lacks", { $ref: "#/$defs/Gone" }, "Gone"],
  ["is the shape of a schema and no schema", { project_key: {} }, "not a schema"],
  ["is no object", [], "not a schema"],
])("a schema that %s refuses the plugin, and says why", async (_, schema, why) => {
  const { seen, problems } = await load(schema as ConfigSchema, {});

  expect(seen).toBeNull();
  expect(problems).toEqual([expect.stringContaining(why)]);
  expect(problems[0]).toMatch(/^config\/invalid /);
});

test("a JSON Schema is what the editor is told of the class, as data", async () => {
  class Ticket extends PluginBase {
    static override readonly configSchema = { ...ticketSchema, note: () => 1 };
  }
  const { registry } = registryOf({ Ticket });
  const config = { project_key: "AB" };

  await registry.reconcile(items({ name: "ticket", module: "ticket:Ticket", config }));

  expect(registry.configSchemas()).toEqual({ "ticket:Ticket": ticketSchema });
});
