import { describe, expect, test } from "vitest";
import { foundFacts, openWorkspace } from "./index-fixture.ts";

/** The description of `configSchema = <expression>`. */
async function schemaOf(expression: string, before = "") {
  const source = `import { PluginBase } from "patchbay"; import { z } from "zod"; ${before}
    export class A extends PluginBase { static configSchema = ${expression}; }`;
  return foundFacts(await openWorkspace({ "a.ts": source }).lookup("./a.ts:A")).configSchema;
}

describe("one field", () => {
  test.each([
    ["z.string()", { type: "string" }],
    ["z.string().min(1).max(9)", { type: "string", minLength: 1, maxLength: 9 }],
    ["z.string().nonempty()", { type: "string", minLength: 1 }],
    ["z.number().min(1).lt(5)", { type: "number", minimum: 1, exclusiveMaximum: 5 }],
    ["z.number().int().positive()", { type: "integer", exclusiveMinimum: 0 }],
    ["z.int().nonnegative()", { type: "integer", minimum: 0 }],
    ["z.number().gte(-3)", { type: "number", minimum: -3 }],
    ["z.boolean()", { type: "boolean" }],
    ["z.array(z.string()).min(2)", { type: "array", items: { type: "string" }, minItems: 2 }],
    ["z.string().array()", { type: "array", items: { type: "string" } }],
    [`z.enum(["a", "b"])`, { enum: ["a", "b"] }],
    ["z.enum(LEVELS)", { enum: ["low", "high"] }],
    [`z.literal("x")`, { const: "x" }],
    [`z.literal(["x", 1])`, { enum: ["x", 1] }],
    [`z.union([z.string(), z.number()])`, { anyOf: [{ type: "string" }, { type: "number" }] }],
    [`z.string().or(z.number())`, { anyOf: [{ type: "string" }, { type: "number" }] }],
    [
      "z.record(z.string(), z.number())",
      { type: "object", additionalProperties: { type: "number" } },
    ],
    [
      `z.string().nullable().describe("d")`,
      { anyOf: [{ type: "string" }, { type: "null" }], description: "d" },
    ],
    [`z.string().meta({ description: "d", title: "t" })`, { type: "string", description: "d" }],
    [`z.string().trim().email().refine((v) => v.length > 2)`, { type: "string" }],
    ["z.string().transform(Number).pipe(z.number())", { type: "string" }],
    ["(z.string() as Foo)", { type: "string" }],
    ["SHARED", { type: "string" }],
  ])("%s", async (field, schema) => {
    const found = await schemaOf(
      `z.object({ f: ${field} })`,
      `const LEVELS = ["low", "high"] as const; const SHARED = z.string();`,
    );
    expect(found).toEqual({ type: "object", properties: { f: schema }, required: ["f"] });
  });

  test.each([
    ["z.string().optional()", { type: "string" }],
    ["z.optional(z.string())", { type: "string" }],
    ["z.string().nullish()", { anyOf: [{ type: "string" }, { type: "null" }] }],
    [`z.string().default("x")`, { type: "string", default: "x" }],
    ["z.array(z.string()).default([])", { type: "array", items: { type: "string" }, default: [] }],
    ["z.string().default(() => now())", { type: "string" }],
  ])("%s may be left out", async (field, schema) => {
    expect(await schemaOf(`z.object({ f: ${field} })`)).toEqual({
      type: "object",
      properties: { f: schema },
    });
  });

  test.each([
    ["z.coerce.number().min(1).int()"],
    ["z.preprocess(fix, z.string())"],
    ["z.string().catch('x')"],
    ["z.custom()"],
    ["z.union([z.string(), other()])"],
    ["imported"],
    ["helpers.string()"],
    ["z.string().someNewMethod()"],
  ])("%s allows anything, and may be left out", async (field) => {
    const schema = await schemaOf(`z.object({ f: ${field} })`);
    expect(schema).toEqual({ type: "object", properties: { f: {} } });
  });
});

test("the whole may be a constant, strict, extended or partial", async () => {
  const base = `const Base = z.object({ a: z.string(), b: z.number() });`;
  expect(await schemaOf("Base.strict()", base)).toMatchObject({
    required: ["a", "b"],
    additionalProperties: false,
  });
  expect(await schemaOf("z.strictObject({ a: z.string() })")).toMatchObject({
    additionalProperties: false,
  });
  expect(await schemaOf("z.strictObject({ a: z.string() }).loose()")).not.toHaveProperty(
    "additionalProperties",
  );
  expect(await schemaOf("Base.extend({ b: z.string().optional(), c: z.boolean() })", base)).toEqual(
    {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "string" }, c: { type: "boolean" } },
      required: ["a", "c"],
    },
  );
  expect(await schemaOf("Base.partial()", base)).not.toHaveProperty("required");
  expect(await schemaOf("imported.extend({ a: z.string() })")).toEqual({
    type: "object",
    properties: { a: { type: "string" } },
    required: ["a"],
  });
});

test("a key that cannot be read keeps a strict object open", async () => {
  const schema = await schemaOf("z.strictObject({ a: z.string(), ...more, [key]: z.string() })");
  expect(schema).toEqual({
    type: "object",
    properties: { a: { type: "string" } },
    required: ["a"],
  });
});

test.each([["schemaFromElsewhere"], ["build(z)"], ["undefined"]])(
  "%s says nothing",
  async (expression) => {
    expect(await schemaOf(expression)).toBeNull();
  },
);

test("schemas that refer to each other in circles end", async () => {
  const circle = "const X = z.object({ y: Y }); const Y = z.object({ x: X });";
  expect(await schemaOf("X", circle)).toMatchObject({ type: "object" });
});

test("zod under another name is zod, another library called z is not", async () => {
  const files = {
    "a.ts": `import * as zod from "zod/v4"; export class A extends PluginBase { static configSchema = zod.object({ a: zod.string() }); }`,
    "b.ts": `import { z } from "./mine"; export class A extends PluginBase { static configSchema = z.object({ a: z.string() }); }`,
  };
  const { lookup } = openWorkspace(files);
  expect(foundFacts(await lookup("./a.ts:A")).configSchema).toMatchObject({ required: ["a"] });
  expect(foundFacts(await lookup("./b.ts:A")).configSchema).toBeNull();
});
