import type { Node } from "web-tree-sitter";
import { outlineOf } from "../nodes.ts";

/** Where the parts of a class stand. */
export interface ClassSource {
  /** What holds the parts. */
  readonly node: Node;
  readonly name: Node | null;
  readonly heritage: Node | null;
  readonly members: readonly Node[];
  /** The comment before the class. */
  readonly comment: Node | null;
  /** `export` stands before it, though the parser does not see a statement yet. */
  readonly isBeingExported: boolean;
}

const CLASS_TYPES = new Set(["class_declaration", "abstract_class_declaration", "class"]);

/** What a class may stand in and still be exported: no function, no block, no other class. */
const CONTAINERS = new Set([
  "export_statement",
  "expression_statement",
  "lexical_declaration",
  "variable_declaration",
  "variable_declarator",
  "assignment_expression",
  "parenthesized_expression",
  "object",
  "pair",
  "ERROR",
]);

/** The classes at the top of a module, those that are being typed included. */
export function findClasses(program: Node): readonly ClassSource[] {
  const outline = outlineOf(program, CONTAINERS);
  const whole = outline
    .filter(({ node }) => CLASS_TYPES.has(node.type))
    .map(({ node, around, comment }): ClassSource => ({
      node,
      name: assignedName(around) ?? node.childForFieldName("name"),
      heritage: node.namedChildren.find(({ type }) => type === "class_heritage") ?? null,
      members: node.childForFieldName("body")?.namedChildren ?? [],
      comment,
      isBeingExported: false,
    }));
  if (!program.hasError) return whole;
  const errors = [program, ...outline.map(({ node }) => node)].filter(({ isError }) => isError);
  return [...whole, ...errors.flatMap(unfinishedIn)];
}

/** A class expression is known by what it is assigned to: its own name is seen only inside. */
function assignedName(around: Node): Node | null {
  if (around.type === "variable_declarator") return around.childForFieldName("name");
  if (around.type === "pair") return around.childForFieldName("key");
  if (around.type !== "assignment_expression") return null;
  const property = around.childForFieldName("left")?.childForFieldName("property") ?? null;
  return property?.text === "exports" ? null : property;
}

/** While a bracket is missing, the parser gives the pieces of a class side by side. */
function unfinishedIn(error: Node): readonly ClassSource[] {
  const pieces = error.children;
  const starts = pieces.flatMap((piece, at) =>
    piece.type === "class" && !piece.isNamed ? [at] : [],
  );
  return starts.flatMap((start, order): readonly ClassSource[] => {
    const name = pieces[start + 1];
    if (!name || !name.type.endsWith("identifier")) return [];
    const members = pieces.slice(start + 2, starts[order + 1]).filter(({ isNamed }) => isNamed);
    const before = pieces.slice(Math.max(0, start - 3), start);
    return [
      {
        node: error,
        name,
        heritage: members.find(({ type }) => type === "class_heritage") ?? null,
        members,
        comment: before.find(({ type }) => type === "comment") ?? null,
        isBeingExported: before.some(({ type }) => type === "export"),
      },
    ];
  });
}
