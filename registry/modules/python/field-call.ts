import type { Node } from "web-tree-sitter";
import { bounded, withDefault, withDescription, type Field } from "../schemas/fields.ts";
import { plainOf, type Value } from "../value.ts";
import { argumentsOf, calleeOf, keywordsOf } from "./calls.ts";

/** Pydantic's names of limits, with what they are called here. */
const LIMITS = [
  ["ge", "gte"],
  ["gt", "gt"],
  ["le", "lte"],
  ["lt", "lt"],
  ["min_length", "min"],
  ["max_length", "max"],
] as const;

export const isFieldCall = (node: Node): boolean =>
  node.type === "call" && /^(?:pydantic\.)?Field$/.test(calleeOf(node));

/** What `Field(…)` says about a field: its limits, description and default. */
export function constrain(field: Field, call: Node, valueOf: (node: Node) => Value): Field {
  const keywords = keywordsOf(call);
  const plain = (keyword: string): unknown => {
    const node = keywords.get(keyword);
    return node && plainOf(valueOf(node));
  };
  const limited = LIMITS.reduce((limits, [keyword, method]) => {
    const limit = plain(keyword);
    return typeof limit === "number" ? bounded(limits, method, limit) : limits;
  }, field);
  const description = plain("description");
  const described =
    typeof description === "string" ? withDescription(limited, description) : limited;
  const first = argumentsOf(call).find(({ type }) => type !== "keyword_argument");
  const standard = first ?? keywords.get("default");
  // `Field(...)` has no default.
  if (standard && standard.type !== "ellipsis") {
    return withDefault(described, plainOf(valueOf(standard)));
  }
  return keywords.has("default_factory") ? { ...described, isOptional: true } : described;
}
