import type { Node } from "web-tree-sitter";
import { spanOf } from "../nodes.ts";
import type { ClassFacts, StaticMember } from "../types.ts";
import { hookNamesOf, textOf, textsOf, UNKNOWN, type Value } from "../value.ts";
import { DEFAULT_EXPORT } from "./bindings.ts";
import { emitsOf, promisedHooksOf, routesOf, secretReadsOf } from "./calls.ts";
import { documentationIn } from "./documentation.ts";
import type { ClassSource } from "./find-classes.ts";
import { unwrap, type ScriptConstants } from "./literals.ts";
import { methodsOf, staticsOf } from "./members.ts";
import { schemaOf } from "./zod.ts";

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

/** What each of the classes of a module states. */
export function readClasses(
  program: Node,
  classes: readonly ClassSource[],
  around: ClassSurroundings,
): readonly ClassFacts[] {
  const later = assignedStatics(program);
  return classes.map((source) => readClass(source, around, later));
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
  { node, name: nameNode, heritage, members, comment }: ClassSource,
  { constants, exported, zodNames }: ClassSurroundings,
  later: ReadonlyMap<string, ReadonlyMap<string, Node>>,
): ClassFacts {
  const name = nameNode?.text ?? DEFAULT_EXPORT;
  const statics = new Map([...staticsOf(members), ...(later.get(name) ?? [])]);

  const valueOf = (member: StaticMember): Value => {
    const expression = statics.get(member);
    return expression ? constants.valueOf(expression) : UNKNOWN;
  };
  const listOf = (member: StaticMember): ClassFacts["hooks"] =>
    statics.has(member) ? textsOf(valueOf(member)) : [];
  const schema = statics.get("configSchema");
  const specs = statics.get("hookSpecs");

  return {
    name,
    span: nameNode ? spanOf(nameNode) : { start: node.startIndex, end: node.startIndex + 5 },
    body: bodyOf(node),
    exported: exported.has(name),
    abstract: node.type === "abstract_class_declaration",
    complete: !node.hasError,
    bases: heritage ? basesOf(heritage) : [],
    declares: new Set([...statics.keys()].filter(isStaticMember)),
    declaredName: textOf(valueOf("name")),
    description: textOf(valueOf("description")),
    version: textOf(valueOf("version")),
    hooks: statics.has("hooks") ? hookNamesOf(valueOf("hooks")) : [],
    requiredSecrets: listOf("requiredSecrets"),
    configSchema: schema ? schemaOf(schema, constants, zodNames) : null,
    configModel: schema ? importedNameOf(schema, constants) : null,
    methods: methodsOf(members),
    emits: [...emitsOf(members, constants), ...(specs ? promisedHooksOf(specs) : [])],
    secretReads: secretReadsOf(members, constants),
    routes: routesOf(members, constants),
    documentation: documentationIn(comment),
  };
}

/** `Config`, or `schemas.Config`, where it is no constant of this module. */
function importedNameOf(expression: Node, constants: ScriptConstants): string | null {
  const inner = unwrap(expression) ?? expression;
  const isName = inner.type === "identifier" || inner.type === "member_expression";
  return isName && constants.expressionOf(inner.text) === null ? inner.text : null;
}

function bodyOf(node: Node): ClassFacts["body"] {
  const body = node.hasError ? null : node.childForFieldName("body");
  return body && spanOf(body);
}

function isStaticMember(name: string): name is StaticMember {
  return STATIC_MEMBERS.has(name);
}

function basesOf(heritage: Node): readonly string[] {
  const clause = heritage.namedChildren.find((child) => child.type === "extends_clause");
  // In JavaScript the base stands in the heritage itself; `implements` alone is no base.
  const base = clause
    ? clause.childForFieldName("value")
    : heritage.namedChildren.find((child) => child.type !== "implements_clause");
  return base ? [(unwrap(base) ?? base).text] : [];
}
