import * as fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { validateConfig } from "../../../registry/config/index.ts";
import { readJsonSchema } from "../../../registry/modules/schemas/index.ts";

test("any value is read without throwing, and what was read is read again as itself", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const schema = readJsonSchema(value);
      if (schema) expect(readJsonSchema(schema)).toEqual(schema);
    }),
  );
});

const scalar = fc.oneof(
  fc.constantFrom("a", "b", "long"),
  fc.integer({ min: -3, max: 9 }),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("k", "l", "m"), tie("any"), { maxKeys: 3 }),
  ),
})).any;

/** Schemas as people write them. */
const schema = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(
      { type: "string", minLength: 2 },
      { type: "integer", minimum: 0, maximum: 5 },
      { type: "number", exclusiveMinimum: 1 },
      { type: "boolean" },
      { type: ["string", "null"] },
      { enum: ["a", 1, null] },
      { const: "a" },
      {},
    ),
    fc.record({ type: fc.constant("array"), items: tie("any"), maxItems: fc.constant(2) }),
    fc.record({ anyOf: fc.array(tie("any"), { minLength: 1, maxLength: 2 }) }),
    fc.record(
      {
        type: fc.constant("object"),
        properties: fc.dictionary(fc.constantFrom("k", "l"), tie("any"), { maxKeys: 2 }),
        required: fc.constantFrom(["k"], ["k", "l"], []),
        additionalProperties: fc.constantFrom(false, true),
      },
      { requiredKeys: ["type"] },
    ),
  ),
})).any;

test("a value that is refused breaks the schema as others understand it, too", () => {
  fc.assert(
    fc.property(schema, value, (written, config) => {
      const read = readJsonSchema(written);
      const refused =
        read !== null && validateConfig(config, read).some(({ isAboutKey }) => !isAboutKey);
      if (!refused) return;
      const other = z.fromJSONSchema(written as Parameters<typeof z.fromJSONSchema>[0]);
      expect(other.safeParse(config).success).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test("a key that is like one of an alternative breaks no alternative, whatever it holds", () => {
  const read = readJsonSchema({
    anyOf: [
      { type: "object", properties: { k: { type: "array", items: { type: "array" } } } },
      { type: "object", properties: { l: { type: "string" } } },
    ],
  });
  expect(read && validateConfig({ k: [false] }, read)).toMatchObject([
    { path: ["k"], isAboutKey: true, suggestion: "l" },
  ]);
});
