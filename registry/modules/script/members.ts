import type { Node } from "web-tree-sitter";
import { commentsBefore, hasToken, partsOf, spanOf } from "../nodes.ts";
import type { MethodFacts } from "../types.ts";
import { documentationIn } from "./documentation.ts";
import { keyOf } from "./literals.ts";

/** The expressions of static fields and the results of static getters. */
export function staticsOf(members: readonly Node[]): ReadonlyMap<string, Node> {
  const statics = new Map<string, Node>();
  for (const member of members) {
    const name = hasToken(member, "static") ? memberNameOf(member) : null;
    if (name === null) continue;
    const value = member.childForFieldName("value") ?? returnedBy(member);
    // A member whose value cannot be seen is declared all the same: it hides the base's.
    statics.set(name, value ?? member);
  }
  return statics;
}

function memberNameOf(member: Node): string | null {
  const key = member.childForFieldName("name") ?? member.childForFieldName("property");
  return key ? keyOf(key) : null;
}

function returnedBy(method: Node): Node | null {
  if (!hasToken(method, "get")) return null;
  const statements = method.childForFieldName("body")?.namedChildren ?? [];
  const [only] = statements.filter((statement) => statement.type !== "comment");
  return only?.type === "return_statement" ? (partsOf(only)[0] ?? null) : null;
}

/** Tokens of members that no hook calls. */
const NOT_CALLED = new Set(["static", "get", "set"]);

/** Methods, and fields that hold a function. Constructors, accessors, static and private members are not called by name. */
export function methodsOf(members: readonly Node[]): readonly MethodFacts[] {
  return commentsBefore(members).flatMap(({ node: member, comment }): readonly MethodFacts[] => {
    const callable = callableOf(member);
    const key = member.childForFieldName("name") ?? member.childForFieldName("property");
    const name = key && keyOf(key);
    if (!callable || !key || name === null || name === "constructor") return [];
    if (member.children.some(({ type }) => NOT_CALLED.has(type))) return [];
    return [
      {
        name,
        span: spanOf(key),
        parameters: parametersOf(callable),
        documentation: documentationIn(comment),
      },
    ];
  });
}

function callableOf(member: Node): Node | null {
  if (/^(?:abstract_)?method_(?:definition|signature)$/.test(member.type)) return member;
  const value = member.childForFieldName("value");
  return value?.type === "arrow_function" || value?.type === "function_expression" ? value : null;
}

function parametersOf(callable: Node): readonly string[] {
  const single = callable.childForFieldName("parameter");
  if (single) return [single.text];
  const list = callable.childForFieldName("parameters");
  return (list ? partsOf(list) : []).map((parameter) =>
    patternText(parameter.childForFieldName("pattern") ?? parameter),
  );
}

/** The pattern without defaults, types and line breaks. */
function patternText(pattern: Node): string {
  switch (pattern.type) {
    case "assignment_pattern":
    case "object_assignment_pattern": {
      const left = pattern.childForFieldName("left");
      return left ? patternText(left) : pattern.text;
    }
    case "object_pattern":
      return `{${partsOf(pattern).map(patternText).join(", ")}}`;
    case "pair_pattern":
      return pattern.childForFieldName("key")?.text ?? "";
    default:
      return pattern.text.replace(/\s+/g, " ");
  }
}
