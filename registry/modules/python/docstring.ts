import type { Node } from "web-tree-sitter";
import { partsOf } from "../nodes.ts";
import { stringValue } from "./literals.ts";

/** The first statement where it is a string, without the indentation. Source: PEP 257. */
export function docstringOf(block: Node): string | null {
  const [first] = partsOf(block);
  const [string] = first?.namedChildren ?? [];
  if (first?.type !== "expression_statement" || string?.type !== "string") return null;
  const value = stringValue(string);
  return value.kind === "text" ? dedent(value.value) : null;
}

function dedent(text: string): string | null {
  const [first = "", ...rest] = text.split(/\r?\n/);
  const indents = rest
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const indent = indents.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const lines = [first.trim(), ...rest.map((line) => line.slice(indent).trimEnd())];
  const dedented = lines.join("\n").trim();
  return dedented === "" ? null : dedented;
}
