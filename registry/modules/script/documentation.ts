import type { Node } from "web-tree-sitter";

/** The text of a doc comment; null for every other comment. */
export function documentationIn(comment: Node | null): string | null {
  const written = comment?.text ?? "";
  if (!written.startsWith("/**")) return null;
  const lines = written
    .slice(3, -2)
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
  const text = lines.join("\n").trim();
  return text === "" ? null : text;
}
