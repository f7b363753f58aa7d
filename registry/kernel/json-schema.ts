import type { ErrorObject, Options } from "ajv";
import { isRecord } from "../base/record.ts";

/** One thing that a schema says against a value. Names keys and what the schema asks for; never a value. */
interface Issue {
  readonly path: readonly string[];
  readonly message: string;
}

type Validate = (
  value: unknown,
) => { readonly value: unknown } | { readonly issues: readonly Issue[] };

/** Any of these makes an object a schema; one without them is something else, such as the shape of a schema of zod. */
const KEYWORDS = [
  "$schema",
  "$ref",
  "type",
  "properties",
  "patternProperties",
  "additionalProperties",
  "required",
  "anyOf",
  "oneOf",
  "allOf",
];

/** All problems are told. What is not of this draft is left alone, formats are for people: both as JSON Schema has it. */
const OPTIONS: Options = {
  allErrors: true,
  useDefaults: true,
  strict: false,
  validateFormats: false,
  addUsedSchema: false,
  logger: false,
};

const validators = new WeakMap<object, Promise<Validate>>();

/** Whether a value is a JSON Schema that is written out: no schema of a library, some of which have a `type` as well. */
export function isJsonSchema(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value) || "~standard" in value || "safeParse" in value) return false;
  return KEYWORDS.some((keyword) => Object.hasOwn(value, keyword));
}

/**
 * Checks a value by a JSON Schema and completes a copy of it with the schema's defaults. Rejects when the schema is none. Most
 * plugins have no such schema: what validates by it is loaded with the first that has.
 */
export async function validateByJsonSchema(
  schema: Readonly<Record<string, unknown>>,
  value: unknown,
): Promise<ReturnType<Validate>> {
  const validate = validators.get(schema) ?? compile(schema);
  validators.set(schema, validate);
  return (await validate)(value);
}

async function compile(schema: Readonly<Record<string, unknown>>): Promise<Validate> {
  const { $schema, $id: _, ...rules } = schema;
  const ajv = isRecent($schema)
    ? new (await import("ajv/dist/2020.js")).Ajv2020(OPTIONS)
    : new (await import("ajv")).Ajv(OPTIONS);
  const check = ajv.compile(rules);
  return (value) => {
    const completed = structuredClone(value);
    return check(completed) ? { value: completed } : { issues: issuesOf(check.errors ?? []) };
  };
}

function isRecent(draft: unknown): boolean {
  return typeof draft === "string" && /2019-09|2020-12/.test(draft);
}

/** What each alternative says against a value of which one would do is not told. */
function issuesOf(errors: readonly ErrorObject[]): readonly Issue[] {
  const alternatives = errors
    .filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf")
    .map(({ schemaPath }) => `${schemaPath}/`);
  return errors
    .filter(({ keyword }) => keyword !== "if")
    .filter(({ schemaPath }) => !alternatives.some((place) => schemaPath.startsWith(place)))
    .map(issueOf);
}

function issueOf({ keyword, instancePath, params, message = "is not valid" }: ErrorObject): Issue {
  const path = instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  // A parameter's name and type depend on the keyword, which the types do not say.
  const facts: Readonly<Record<string, unknown>> = params;
  switch (keyword) {
    case "required":
      return { path: [...path, String(facts["missingProperty"])], message: "must be there" };
    case "additionalProperties":
      return {
        path: [...path, String(facts["additionalProperty"])],
        message: "is not a setting of this plugin",
      };
    case "enum": {
      const allowed = [facts["allowedValues"]].flat();
      return { path, message: `must be ${allowed.map((one) => JSON.stringify(one)).join(" | ")}` };
    }
    case "const":
      return { path, message: `must be ${JSON.stringify(facts["allowedValue"])}` };
    default:
      return { path, message };
  }
}
