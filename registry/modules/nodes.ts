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

/** A node with what stands around it. */
export interface PlacedNode {
  readonly node: Node;
  readonly around: Node;
  /** The comment before it, or before what it is a part of. */
  readonly comment: Node | null;
}

/**
 * The nodes that are reached from `root` through containers only, in the order of the text. Asks no node for its parent
 * or neighbour: the parser finds those by going through the whole file.
 */
export function outlineOf(root: Node, containers: ReadonlySet<string>): readonly PlacedNode[] {
  const found: PlacedNode[] = [];
  const waiting: PlacedNode[] = [{ node: root, around: root, comment: null }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const placed of withComments(next.node.namedChildren, next)) {
      found.push(placed);
      if (containers.has(placed.node.type)) waiting.push(placed);
    }
  }
  return found.toSorted((a, b) => a.node.startIndex - b.node.startIndex);
}

function withComments(nodes: readonly Node[], within: PlacedNode): readonly PlacedNode[] {
  return commentsBefore(nodes).map(({ node, comment }) => ({
    node,
    around: within.node,
    comment: comment ?? within.comment,
  }));
}

/** Each node that is no comment, with the comment before it. Decorators may stand between the two. */
export function commentsBefore(
  nodes: readonly Node[],
): readonly { readonly node: Node; readonly comment: Node | null }[] {
  let comment: Node | null = null;
  return nodes.flatMap((node) => {
    if (node.type === "comment") {
      comment = node;
      return [];
    }
    const before = comment;
    if (node.type !== "decorator") comment = null;
    return [{ node, comment: before }];
  });
}
