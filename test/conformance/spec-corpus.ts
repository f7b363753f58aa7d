import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { pluginKindSchema } from "../../schemas/index.ts";

const partial = z.record(z.string(), z.unknown());
const texts = z.record(z.string(), z.string());
const named = { kind: pluginKindSchema, name: z.string() };
const came = {
  /** Part of what the call answered. */
  gives: partial.optional(),
  /** The error's class, or one that it extends, and part of its message. */
  throws: z.strictObject({ name: z.string(), says: z.string() }).optional(),
};

const stepSchema = z.union([
  z.strictObject({
    /** Its instances are `{ made: version, config, count }`. */
    register: z.strictObject({
      ...named,
      version: z.string(),
      force: z.boolean().optional(),
      /** Whether instances have the lifecycle methods, and what a health check comes to. */
      health: z.union([z.boolean(), z.literal("throws")]).optional(),
    }),
    ...came,
  }),
  z.strictObject({ create: z.strictObject({ ...named, config: partial.nullish() }), ...came }),
  z.strictObject({ unregister: z.strictObject(named), ...came }),
  /** Expressions by name. `spec(name)` is a registration, `fail()` throws. */
  z.strictObject({ entryPoints: texts, ...came }),
  z.strictObject({ start: z.literal(true) }),
  z.strictObject({ stop: z.literal(true) }),
  z.strictObject({ save: texts }),
  z.strictObject({ rename: texts }),
  z.strictObject({ remove: z.string() }),
  z.strictObject({
    expect: z.strictObject({
      /** What the watcher told since the last expectation: waits for as much. */
      told: z.array(partial).optional(),
      kind: pluginKindSchema.optional(),
      /** All specs, or those of `kind`. */
      specs: z.array(partial).optional(),
      health: z.array(partial).optional(),
    }),
  }),
]);
export type SpecStep = z.infer<typeof stepSchema>;

const caseSchema = z.strictObject({
  /** Number in the list of conformance cases; several may illustrate one. */
  case: z.int(),
  says: z.string(),
  steps: z.array(stepSchema),
});
export type SpecCase = z.infer<typeof caseSchema>;

/** The cases of extension points and of directories of plugin files, `test/conformance/specs.yaml`. */
export function readSpecCases(): readonly SpecCase[] {
  const text = readFileSync(path.join(import.meta.dirname, "specs.yaml"), "utf8");
  return z.array(caseSchema).parse(parse(text));
}
