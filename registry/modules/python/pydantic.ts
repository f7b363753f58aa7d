import type { Node } from "web-tree-sitter";
import { ANYTHING, withDefault, type Field } from "../schemas/fields.ts";
import type { JsonSchema } from "../types.ts";
import { Budget, plainOf, textOf, type Value } from "../value.ts";
import { fieldOfType, type TypeScope } from "./annotations.ts";
import { keywordsOf } from "./calls.ts";
import { docstringOf } from "./docstring.ts";
import { constrain, isFieldCall } from "./field-call.ts";
import { basesOf, findClasses } from "./find-classes.ts";
import {
  annotatedIn,
  assignmentsIn,
  type PythonAnnotation,
  type PythonConstants,
} from "./literals.ts";

/** The classes from which a model inherits what makes it one. */
const MODEL_BASES = new Set(["BaseModel", "pydantic.BaseModel", "BaseSettings"]);
const ENUM_BASES = /^(?:enum\.)?(?:Str|Int)?Enum$/;

/**
 * Describes the Pydantic models and enums of a module. Every part that cannot be read allows anything, so a value that a
 * description refuses is refused by Pydantic too.
 */
export class PydanticModels implements TypeScope {
  readonly #classes = new Map<string, Node>();
  readonly #schemas = new Map<string, JsonSchema | null>();
  readonly #constants: PythonConstants;
  readonly #budget = new Budget();

  constructor(module: Node, constants: PythonConstants) {
    this.#constants = constants;
    for (const node of findClasses(module)) {
      const name = node.childForFieldName("name");
      if (name) this.#classes.set(name.text, node);
    }
  }

  /** All that stand at the top of the module, by name. */
  all(): ReadonlyMap<string, JsonSchema> {
    const found = [...this.#classes.keys()].map((name) => [name, this.schemaNamed(name)] as const);
    return new Map(found.flatMap(([name, schema]) => (schema ? [[name, schema] as const] : [])));
  }

  /** Null for what is neither a model nor an enum of this module. */
  schemaNamed(name: string): JsonSchema | null {
    const known = this.#schemas.get(name);
    if (known !== undefined) return known;
    const node = this.#classes.get(name);
    if (!node) return null;
    // A model that has itself for a field: what stands there is not looked at again.
    this.#schemas.set(name, {});
    const schema = this.#budget.spend(() => this.schemaOf(node), null);
    this.#schemas.set(name, schema);
    return schema;
  }

  /** Of a class that need not stand at the top. */
  schemaOf(node: Node): JsonSchema | null {
    const bases = basesOf(node);
    const body = node.childForFieldName("body");
    if (!body || node.hasError) return null;
    if (bases.some((base) => ENUM_BASES.test(base))) return this.#enumOf(body);
    const inherited = bases.map((base) => (MODEL_BASES.has(base) ? {} : this.schemaNamed(base)));
    return inherited.some((schema) => schema !== null) ? this.#modelOf(body, inherited) : null;
  }

  valueOf(node: Node): Value {
    return this.#constants.valueOf(node);
  }

  #enumOf(body: Node): JsonSchema | null {
    const values = assignmentsIn(body).map(({ value }) =>
      value ? plainOf(this.valueOf(value)) : undefined,
    );
    const isKnown = values.length > 0 && values.every((value) => typeof value !== "object");
    return isKnown && !values.includes(undefined) ? { enum: values } : null;
  }

  #modelOf(body: Node, inherited: readonly (JsonSchema | null)[]): JsonSchema {
    const options = this.#optionsOf(body);
    const own = annotatedIn(body).map((written) => this.#fieldOf(written));
    const isConverted = /\bmode\s*=\s*["'](?:before|wrap)["']|\bpre\s*=\s*True\b/.test(body.text);
    const names = new Set(own.map(({ name }) => name));
    const needed = inherited.flatMap((base) => base?.required ?? []);
    const mandatory = [
      ...needed.filter((name) => !names.has(name)),
      ...own.filter(({ field }) => !field.isOptional).map(({ name }) => name),
    ];
    // Both names of a field are accepted: neither can be called missing.
    const isEitherName = options.get("populate_by_name") === true;
    const isClosed =
      options.get("extra") === "forbid" &&
      inherited.every((base) => base !== null) &&
      !isEitherName;
    const documentation = docstringOf(body);
    return {
      type: "object",
      ...(documentation !== null && { description: documentation }),
      properties: {
        ...Object.assign({}, ...inherited.map((base) => base?.properties)),
        ...Object.fromEntries(
          own.map(({ name, field }) => [name, isConverted ? told(field.schema) : field.schema]),
        ),
      },
      ...(mandatory.length > 0 && !isConverted && !isEitherName && { required: mandatory }),
      ...(isClosed && !isConverted && { additionalProperties: false }),
    };
  }

  /** `model_config = ConfigDict(extra="forbid")`, or as a dictionary. */
  #optionsOf(body: Node): ReadonlyMap<string, unknown> {
    const written = assignmentsIn(body).find(({ name }) => name === "model_config")?.value;
    if (!written) return new Map();
    const value = this.valueOf(written);
    if (value.kind === "mapping") {
      return new Map([...value.entries].map(([name, entry]) => [name, plainOf(entry)]));
    }
    return new Map(
      [...keywordsOf(written)].map(([name, node]) => [name, plainOf(this.valueOf(node))]),
    );
  }

  #fieldOf({ name, type, value }: PythonAnnotation): {
    readonly name: string;
    readonly field: Field;
  } {
    const field = fieldOfType(type, this);
    if (!value) return { name, field };
    if (!isFieldCall(value)) {
      return { name, field: withDefault(field, plainOf(this.valueOf(value))) };
    }
    const alias = keywordsOf(value).get("alias") ?? keywordsOf(value).get("validation_alias");
    const written = alias ? textOf(this.valueOf(alias)) : name;
    // Where the name in the manifest cannot be told, nothing can be said.
    return written === null
      ? { name, field: ANYTHING }
      : { name: written, field: this.constrain(field, value) };
  }

  constrain(field: Field, call: Node): Field {
    return isFieldCall(call) ? constrain(field, call, (node) => this.valueOf(node)) : field;
  }
}

/** What people are told about a field whose value may be anything. */
function told({ description, default: standard }: JsonSchema): JsonSchema {
  return {
    ...(description !== undefined && { description }),
    ...(standard !== undefined && { default: standard }),
  };
}
