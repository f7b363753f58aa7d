import type { Node } from "web-tree-sitter";
import { outlineOf, partsOf } from "../nodes.ts";

/** What a class may stand in and still be imported by name. */
const CONTAINERS = new Set([
  "decorated_definition",
  "if_statement",
  "elif_clause",
  "else_clause",
  "try_statement",
  "except_clause",
  "finally_clause",
  "with_statement",
  "block",
  "ERROR",
]);

/** The definitions of the classes that stand at the top of a module, those inside `try` and `if` included. */
export function findClasses(module: Node): readonly Node[] {
  return outlineOf(module, CONTAINERS)
    .map(({ node }) => node)
    .filter(({ type }) => type === "class_definition");
}

/** Keyword arguments (`metaclass=…`) are no bases; of `Base[T]` the base is `Base`. */
export function basesOf(definition: Node): readonly string[] {
  const list = definition.childForFieldName("superclasses");
  return (list ? partsOf(list) : [])
    .filter(({ type }) => type !== "keyword_argument")
    .map((base) => (base.childForFieldName("value") ?? base).text);
}
