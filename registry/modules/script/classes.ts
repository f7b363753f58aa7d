import type { Node } from "web-tree-sitter";
import { hasToken, partsOf, spanOf } from "../nodes.ts";
import type { ClassFacts, MethodFacts, StaticMember } from "../types.ts";
import { textOf, textsOf, UNKNOWN, type Value } from "../value.ts";
import { DEFAULT_CLASS } from "./bindings.ts";
import { emitsOf, routesOf } from "./calls.ts";
import { documentationOf } from "./documentation.ts";
import { keyOf, unwrap, type ScriptConstants } from "./literals.ts";
import { schemaOf } from "./zod.ts";

const CLASS_TYPES = ["class_declaration", "abstract_class_declaration", "class"];
/** What stands in one of these cannot be exported. */
const INNER_SCOPES = new Set([
  "statement_block",
  "function_expression",
  "arrow_function",
  "class_body",
]);

/** The static members that facts are read from. */
const STATIC_MEMBERS: ReadonlySet<string> = new Set<StaticMember>([
  "name",
  "description",
  "version",
  "hooks",
  "requiredSecrets",
  "configSchema",
]);

/** What the rest of the module says about its classes. */
export interface ClassSurroundings {
  readonly constants: ScriptConstants;
  /** Local names that are exported. */
  readonly exported: ReadonlySet<string>;
  /** Local names that are bound to zod. */
  readonly zodNames: ReadonlySet<string>;
}

/** The classes that stand at the top of a module, and what each of them states. */
export function readClasses(program: Node, around: ClassSurroundings): readonly ClassFacts[] {
  const later = assignedStatics(program);
  return program
    .descendantsOfType(CLASS_TYPES)
    .filter((node) => node.isNamed && isAtTop(node))
    .map((node) => readClass(node, around, later));
}

function isAtTop(node: Node): boolean {
  for (let around = node.parent; around; around = around.parent) {
    if (INNER_SCOPES.has(around.type)) return false;
  }
  return true;
}

/** `Ticket.hooks = […]` after the class, by class. */
function assignedStatics(program: Node): ReadonlyMap<string, ReadonlyMap<string, Node>> {
  const found = new Map<string, Map<string, Node>>();
  for (const statement of program.namedChildren) {
    const [assignment] = statement.namedChildren;
    if (statement.type !== "expression_statement") continue;
    if (assignment?.type !== "assignment_expression") continue;
    const left = assignment.childForFieldName("left");
    const right = assignment.childForFieldName("right");
    const object = left?.childForFieldName("object")?.text;
    const property = left?.childForFieldName("property")?.text;
    if (left?.type !== "member_expression" || !object || !property || !right) continue;
    const members = found.get(object) ?? new Map<string, Node>();
    found.set(object, members.set(property, right));
  }
  return found;
}

function readClass(
  node: Node,
  { constants, exported, zodNames }: ClassSurroundings,
  later: ReadonlyMap<string, ReadonlyMap<string, Node>>,
): ClassFacts {
  const nameNode = node.childForFieldName("name") ?? nameNodeAround(node);
  const name = nameNode?.text ?? DEFAULT_CLASS;
  const body = node.childForFieldName("body");
  const statics = new Map([...staticsOf(body), ...(later.get(name) ?? [])]);

  const valueOf = (member: StaticMember): Value => {
    const expression = statics.get(member);
    return expression ? constants.valueOf(expression) : UNKNOWN;
  };
  const listOf = (member: StaticMember): ClassFacts["hooks"] =>
    statics.has(member) ? textsOf(valueOf(member)) : [];
  const schema = statics.get("configSchema");

  return {
    name,
    span: nameNode ? spanOf(nameNode) : { start: node.startIndex, end: node.startIndex + 5 },
    exported: exported.has(name),
    abstract: node.type === "abstract_class_declaration",
    complete: !node.hasError,
    bases: basesOf(node),
    declares: new Set([...statics.keys()].filter(isStaticMember)),
    declaredName: textOf(valueOf("name")),
    description: textOf(valueOf("description")),
    version: textOf(valueOf("version")),
    hooks: listOf("hooks"),
    requiredSecrets: listOf("requiredSecrets"),
    configSchema: schema ? schemaOf(schema, constants, zodNames) : null,
    methods: body ? methodsOf(body) : [],
    emits: emitsOf(node, constants),
    routes: routesOf(node, constants),
    documentation: documentationOf(declarationAround(node)),
  };
}

function isStaticMember(name: string): name is StaticMember {
  return STATIC_MEMBERS.has(name);
}

/** A class expression is called like what it is assigned to. */
function nameNodeAround(node: Node): Node | null {
  const around = node.parent;
  if (around?.type === "variable_declarator") return around.childForFieldName("name");
  if (around?.type === "pair") return around.childForFieldName("key");
  if (around?.type !== "assignment_expression") return null;
  const target = around.childForFieldName("left");
  const property = target?.childForFieldName("property") ?? null;
  return property?.text === "exports" ? null : property;
}

/** Where a doc comment of the class would stand before. */
function declarationAround(node: Node): Node {
  const around = node.parent;
  if (around?.type === "variable_declarator") return around.parent ?? node;
  return around?.type === "assignment_expression" ? (around.parent ?? node) : node;
}

function basesOf(node: Node): readonly string[] {
  const heritage = node.namedChildren.find((child) => child.type === "class_heritage");
  if (!heritage) return [];
  const clause = heritage.namedChildren.find((child) => child.type === "extends_clause");
  // In JavaScript the base stands in the heritage itself; `implements` alone is no base.
  const base = clause
    ? clause.childForFieldName("value")
    : heritage.namedChildren.find((child) => child.type !== "implements_clause");
  return base ? [(unwrap(base) ?? base).text] : [];
}

/** The expressions of static fields and the results of static getters. */
function staticsOf(body: Node | null): ReadonlyMap<string, Node> {
  const statics = new Map<string, Node>();
  for (const member of body?.namedChildren ?? []) {
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

/** Methods, and fields that hold a function. Constructors, accessors, static and private members are not called by name. */
function methodsOf(body: Node): readonly MethodFacts[] {
  return body.namedChildren.flatMap((member): readonly MethodFacts[] => {
    const callable = callableOf(member);
    const key = member.childForFieldName("name") ?? member.childForFieldName("property");
    const name = key && keyOf(key);
    if (!callable || !key || name === null || name === "constructor") return [];
    if (["static", "get", "set"].some((token) => hasToken(member, token))) return [];
    return [
      {
        name,
        span: spanOf(key),
        parameters: parametersOf(callable),
        documentation: documentationOf(member),
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
