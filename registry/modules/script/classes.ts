import type { Node } from "web-tree-sitter";
import { spanOf } from "../nodes.ts";
import type { ClassFacts, StaticMember } from "../types.ts";
import { textOf, textsOf, UNKNOWN, type Value } from "../value.ts";
import { DEFAULT_EXPORT } from "./bindings.ts";
import { emitsOf, routesOf } from "./calls.ts";
import { documentationOf } from "./documentation.ts";
import { unwrap, type ScriptConstants } from "./literals.ts";
import { methodsOf, staticsOf } from "./members.ts";
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
  const whole = program
    .descendantsOfType(CLASS_TYPES)
    .filter((node) => node.isNamed && isAtTop(node))
    .map(sourceOf);
  const broken = program.hasError ? unfinishedClasses(program) : [];
  return [...whole, ...broken].map((source) => readClass(source, around, later));
}

/** Where the parts of a class stand. */
interface ClassSource {
  /** What holds the parts. */
  readonly node: Node;
  readonly name: Node | null;
  readonly heritage: Node | null;
  readonly members: readonly Node[];
}

function sourceOf(node: Node): ClassSource {
  return {
    node,
    name: nameNodeAround(node) ?? node.childForFieldName("name"),
    heritage: node.namedChildren.find(({ type }) => type === "class_heritage") ?? null,
    members: node.childForFieldName("body")?.namedChildren ?? [],
  };
}

/** Classes that are being typed: the parser gives their pieces side by side when a bracket is missing. */
function unfinishedClasses(program: Node): readonly ClassSource[] {
  const errors = [program, ...program.namedChildren].filter(({ isError }) => isError);
  return errors.flatMap((node) => {
    const pieces = node.children;
    const starts = pieces.flatMap((piece, at) =>
      piece.type === "class" && !piece.isNamed ? [at] : [],
    );
    return starts.flatMap((start, order): readonly ClassSource[] => {
      const name = pieces[start + 1];
      if (!name || !name.type.endsWith("identifier")) return [];
      const members = pieces.slice(start + 2, starts[order + 1]).filter(({ isNamed }) => isNamed);
      const heritage = members.find(({ type }) => type === "class_heritage") ?? null;
      return [{ node, name, heritage, members }];
    });
  });
}

/** The names of unfinished classes that are being exported. */
export function unfinishedExports(program: Node): readonly string[] {
  if (!program.hasError) return [];
  return unfinishedClasses(program).flatMap(({ node, name }) => {
    const before = node.children.filter(({ endIndex }) => name && endIndex <= name.startIndex);
    const isExported = before.slice(-4).some(({ type }) => type === "export");
    return name && isExported ? [name.text] : [];
  });
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
  { node, name: nameNode, heritage, members }: ClassSource,
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

  return {
    name,
    span: nameNode ? spanOf(nameNode) : { start: node.startIndex, end: node.startIndex + 5 },
    exported: exported.has(name),
    abstract: node.type === "abstract_class_declaration",
    complete: !node.hasError,
    bases: heritage ? basesOf(heritage) : [],
    declares: new Set([...statics.keys()].filter(isStaticMember)),
    declaredName: textOf(valueOf("name")),
    description: textOf(valueOf("description")),
    version: textOf(valueOf("version")),
    hooks: listOf("hooks"),
    requiredSecrets: listOf("requiredSecrets"),
    configSchema: schema ? schemaOf(schema, constants, zodNames) : null,
    methods: methodsOf(members),
    emits: emitsOf(node, constants),
    routes: routesOf(node, constants),
    documentation: documentationOf(declarationAround(node)),
  };
}

function isStaticMember(name: string): name is StaticMember {
  return STATIC_MEMBERS.has(name);
}

/** A class expression is known by what it is assigned to: its own name is seen only inside. */
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

function basesOf(heritage: Node): readonly string[] {
  const clause = heritage.namedChildren.find((child) => child.type === "extends_clause");
  // In JavaScript the base stands in the heritage itself; `implements` alone is no base.
  const base = clause
    ? clause.childForFieldName("value")
    : heritage.namedChildren.find((child) => child.type !== "implements_clause");
  return base ? [(unwrap(base) ?? base).text] : [];
}
