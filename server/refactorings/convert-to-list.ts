import type { TextEdit } from "../../registry/base/text.ts";
import type { ManifestItem } from "../../registry/manifest/index.ts";
import type { RefactoringProvider } from "./refactoring.ts";

/** A key as it is written, with its colon: plain or in quotes. */
const KEY =
  /^(?:"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\r\n]|'')*'|[A-Za-z0-9_][^:#\r\n]*?)[ \t]*:(?=[ \t\r\n]|$)/;
/** The columns that `- ` takes, by which an item's fields are indented. */
const DASH_WIDTH = 2;

/** From names with entries to a list of entries. Comments, anchors and order stay where they are. */
export const convertToList: RefactoringProvider = ({ form, text, items }) => {
  if (form !== "mapping") return null;
  const edits = items.map((item) => convertItem(item, text));
  return edits.every((own) => own !== null)
    ? { title: "Convert the mapping to a list", kind: "rewrite", edits: edits.flat() }
    : null;
};

function convertItem(item: ManifestItem, text: string): readonly TextEdit[] | null {
  const { start, end } = item.span;
  const written = KEY.exec(text.slice(start, end));
  if (!written || text.slice(text.lastIndexOf("\n", start - 1) + 1, start).trim() !== "")
    return null;
  const key = written[0].replace(/[ \t]*:$/, "");
  // The key itself is the name, unless the entry has one; one from an anchor does not count.
  const own = item.spansAt(["name"])?.key;
  const hasName = own && own.start > start && /^["']?name\b/.test(text.slice(own.start, own.end));
  const name = hasName ? null : `name: ${key}`;
  const after = start + written[0].length;
  const lineEnd = endOfLine(text, after);
  const [properties = ""] = /^[ \t]*[&!]\S+/.exec(text.slice(after, lineEnd)) ?? [];
  const [value = ""] =
    /^[^#\r\n]*/.exec(text.slice(after + properties.length, lineEnd).trim()) ?? [];
  const head = { start, end: after };
  if (value.startsWith("{")) {
    const brace = text.indexOf("{", after);
    const isEmpty = /^\{\s*\}/.test(text.slice(brace, end));
    const inside = name === null ? "" : isEmpty ? name : `${name}, `;
    return [
      { span: head, newText: "-" },
      { span: { start: brace + 1, end: brace + 1 }, newText: inside },
    ];
  }
  if (value !== "") return null;
  const rest = reindent(text, lineEnd, end);
  if (!rest) return null;
  if (properties === "") {
    const newText = name === null ? "-" : `- ${name}`;
    return [{ span: head, newText }, ...rest];
  }
  // An anchor belongs to the whole entry: its fields begin on the next line.
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const line = name === null ? "" : `${eol}${" ".repeat(DASH_WIDTH)}${name}`;
  return [
    { span: head, newText: "-" },
    { span: { start: lineEnd, end: lineEnd }, newText: line },
    ...rest,
  ];
}

/** Moves the lines of an entry's body to the column after the dash; null when one stands further left than the first. */
function reindent(text: string, from: number, end: number): readonly TextEdit[] | null {
  const lines = [...text.slice(from, end).matchAll(/\n([ \t]*)(?=[^\s])/g)];
  const indent = lines[0]?.[1]?.length ?? DASH_WIDTH;
  if (indent === DASH_WIDTH) return [];
  const edits = lines.map(({ 0: whole, 1: before = "", index }): TextEdit | null => {
    const start = from + index + whole.length - before.length;
    const columns = before.length - indent + DASH_WIDTH;
    return columns < 0 || before.includes("\t")
      ? null
      : { span: { start, end: start + before.length }, newText: " ".repeat(columns) };
  });
  return edits.every((edit) => edit !== null) ? edits : null;
}

function endOfLine(text: string, offset: number): number {
  return offset + (/\r?\n|$/.exec(text.slice(offset))?.index ?? 0);
}
