import type { Node } from "web-tree-sitter";
import { readJsonSchema } from "../schemas/json-schema.ts";
import type { JsonSchema } from "../types.ts";
import { plainOf } from "../value.ts";
import { annotatedIn, assignmentsIn, type PythonConstants } from "./literals.ts";
import type { PydanticModels } from "./pydantic.ts";

/** What a plugin class says about its `config`. */
export interface PythonConfig {
  readonly isDeclared: boolean;
  readonly schema: JsonSchema | null;
  /** The name of a model of another module. */
  readonly model: string | null;
}

export const NO_CONFIG: PythonConfig = { isDeclared: false, schema: null, model: null };

const MEMBERS = new Set(["config_schema", "config_model", "ConfigModel", "Config"]);

/** Annotations that say no more than that it is a mapping. */
const PLAIN = /^(?:typing\.)?(?:dict|Dict|Any|Mapping|MutableMapping|object)$/;

/**
 * `config_schema = TicketConfig` (or `config_model`, `ConfigModel`, `Config`), where the value is a Pydantic model or a JSON
 * Schema; a model of that name in the class; the model in `config: TicketConfig`.
 */
export function configOf(
  body: Node,
  constants: PythonConstants,
  models: PydanticModels,
): PythonConfig {
  const assigned = assignmentsIn(body).find(({ name }) => MEMBERS.has(name))?.value;
  if (assigned) return named(assigned, models, constants);
  const nested = body.namedChildren.find(
    (member) =>
      member.type === "class_definition" &&
      MEMBERS.has(member.childForFieldName("name")?.text ?? ""),
  );
  if (nested) {
    const schema = models.schemaOf(nested);
    return { isDeclared: schema !== null, schema, model: null };
  }
  const type = annotatedIn(body).find(({ name }) => name === "config")?.type.namedChildren[0];
  const isName = type?.type === "identifier" || type?.type === "attribute";
  return type && isName && !PLAIN.test(type.text) ? named(type, models, constants) : NO_CONFIG;
}

function named(value: Node, models: PydanticModels, constants: PythonConstants): PythonConfig {
  const isName = value.type === "identifier" || value.type === "attribute";
  const schema =
    models.schemaNamed(value.text) ?? readJsonSchema(plainOf(constants.valueOf(value)));
  return { isDeclared: true, schema, model: isName && !schema ? value.text : null };
}
