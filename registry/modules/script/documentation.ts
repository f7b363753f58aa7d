import type { Node } from "web-tree-sitter";

/** The text of the doc comment before a declaration. */
export function documentationOf(declaration: Node): string | null {
  const anchor = declaration.parent?.type === "export_statement" ? declaration.parent : declaration;
  let before = anchor.previousSibling;
  while (before?.type === "decorator") before = before.previousSibling;
  if (before?.type !== "comment") {
    // A comment may also stand between decorators and the declaration.
    before = declaration.previousSibling;
  }
  return before?.type === "comment" ? textOfComment(before.text) : null;
}

function textOfComment(comment: string): string | null {
  if (!comment.startsWith("/**")) return null;
  const lines = comment
    .slice(3, -2)
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
  const text = lines.join("\n").trim();
  return text === "" ? null : text;
}
