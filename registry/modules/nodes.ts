import type { Node } from "web-tree-sitter";
import type { Span } from "../base/text.ts";

export function spanOf(node: Node): Span {
  return { start: node.startIndex, end: node.endIndex };
}

/** True when the node has the keyword as a child of its own, e.g. `static`. */
export function hasToken(node: Node, token: string): boolean {
  return node.children.some((child) => !child.isNamed && child.type === token);
}

/** The named children that are no comments. */
export function partsOf(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child.type !== "comment");
}
