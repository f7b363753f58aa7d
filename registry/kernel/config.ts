import { isJsonSchema, validateByJsonSchema } from "./json-schema.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What a class's `configSchema` made of an entry's config. */
export type ConfigResult =
  | { readonly kind: "valid"; readonly config: unknown }
  /** Each message begins with the path of the value that it is about, and never quotes the value. */
  | { readonly kind: "invalid"; readonly messages: readonly string[] };

interface Issue {
  readonly message: string;
  readonly path?: readonly unknown[];
}

/**
 * An entry's config as its plugin sees it: without `secrets`, which are read with `getSecret`. Frozen only on top, as
 * plugins may keep state below.
 */
export function withoutSecrets(config: Fields): Fields {
  const { secrets: _, ...rest } = config;
  return rest;
}

/**
 * Checks and completes a config by a schema of any library that follows Standard Schema (zod, valibot, arktype …) or has
 * zod's `safeParse`, or by a JSON Schema that is written out. Runs the author's refinements and transforms: throws what they throw, and may return a promise.
 */
export function parseConfig(schema: unknown, config: Fields): ConfigResult | Promise<ConfigResult> {
  if (schema === undefined || schema === null) return { kind: "valid", config };
  const validate = validatorOf(schema);
  if (validate === null) {
    return { kind: "invalid", messages: ["configSchema is not a schema that Patchbay knows"] };
  }
  const result = validate(config);
  return result instanceof Promise ? result.then(configResult) : configResult(result);
}

/** What a schema says against a value that stays as it is; as `parseConfig`. */
export function objections(
  schema: unknown,
  value: unknown,
): readonly string[] | Promise<readonly string[]> {
  const validate = validatorOf(schema);
  if (validate === null) return ["its schema is not one that Patchbay knows"];
  const result = validate(value);
  return result instanceof Promise ? result.then(objectionsIn) : objectionsIn(result);
}

function objectionsIn(result: unknown): readonly string[] {
  const { issues = [] } = result as { issues?: readonly Issue[] };
  return issues.map((issue) => issueText(issue, []));
}

function validatorOf(schema: unknown): ((value: unknown) => unknown) | null {
  if (typeof schema !== "object" && typeof schema !== "function") return null;
  const { "~standard": standard, safeParse } = schema as {
    "~standard"?: { validate?: unknown };
    safeParse?: unknown;
  };
  if (typeof standard?.validate === "function") {
    const { validate } = standard;
    return (value) => validate.call(standard, value) as unknown;
  }
  if (typeof safeParse !== "function") {
    return isJsonSchema(schema) ? (value) => validateByJsonSchema(schema, value) : null;
  }
  return (value) => {
    const { success, data, error } = safeParse.call(schema, value) as {
      success: boolean;
      data?: unknown;
      error?: { issues?: readonly Issue[] };
    };
    return success ? { value: data } : { issues: error?.issues ?? [] };
  };
}

function configResult(result: unknown): ConfigResult {
  const { value, issues } = result as { value?: unknown; issues?: readonly Issue[] };
  if (issues === undefined) return { kind: "valid", config: value };
  return { kind: "invalid", messages: issues.map((issue) => issueText(issue, ["config"])) };
}

function issueText({ path = [], message }: Issue, root: readonly string[]): string {
  const keys = path.map((part) =>
    typeof part === "object" && part !== null && "key" in part ? part.key : part,
  );
  const place = [...root, ...keys].map(String).join(".");
  return place === "" ? message : `${place}: ${message}`;
}
