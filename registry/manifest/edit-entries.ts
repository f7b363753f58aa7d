import { manifestEntrySchema } from "../../schemas/index.ts";
import type { Span, TextEdit } from "../base/text.ts";
import { columnOf, lineEnd } from "./edit-map.ts";
import { isSameData } from "./same-data.ts";
import type { EditPlan, ManifestDocument, ManifestItem } from "./types.ts";
import { linesOf, writeScalar } from "./write-value.ts";

/** Plans the addition of an entry behind the last one, in the form and the style of the manifest. */
export function planAddEntry(
  document: ManifestDocument,
  entry: Readonly<Record<string, unknown>>,
): EditPlan {
  const checked = manifestEntrySchema.safeParse(entry);
  if (!checked.success) {
    const fields = new Set(checked.error.issues.map((issue) => String(issue.path[0] ?? "entry")));
    return refused(`The new entry is not valid: check ${[...fields].join(", ")}.`);
  }
  const { name } = checked.data;
  if (document.itemNamed(name)) return refused(`There is an entry called \`${name}\` already.`);

  const edit =
    document.items.length === 0 ? firstEntry(document, entry) : nextEntry(document, entry);
  const after = document.update([edit]);
  const isCarriedOut =
    after.items.length === document.items.length + 1 &&
    isSameData(after.itemNamed(name)?.raw, { ...entry }) &&
    document.items.every((item) => isSameData(item.raw, after.items[item.position]?.raw));
  if (isCarriedOut) return { kind: "edits", edits: [edit] };
  return refused(
    "The manifest is written in a way that Patchbay cannot add to: add the entry by hand.",
  );
}

/** Plans the removal of an entry with the lines that it stands in. Comments above it stay. */
export function planRemoveEntry(document: ManifestDocument, plugin: string): EditPlan {
  const item = document.itemNamed(plugin);
  if (!item) return refused(`The manifest has no entry called \`${plugin}\`.`);
  const edit = { span: removalOf(document, item), newText: "" };
  const after = document.update([edit]);
  const others = document.items.filter((other) => other !== item);
  const isCarriedOut =
    after.items.length === others.length &&
    others.every((other, index) => isSameData(other.raw, after.items[index]?.raw));
  if (isCarriedOut) return { kind: "edits", edits: [edit] };
  return refused(
    `\`${plugin}\` cannot be removed alone: other entries use its anchors, or stand on its lines. Remove it by hand.`,
  );
}

function firstEntry(
  { text }: ManifestDocument,
  entry: Readonly<Record<string, unknown>>,
): TextEdit {
  const eol = eolOf(text);
  const written = listItem(entry, "", eol);
  // An empty document may be written out: `[]`, `{}`, `null`.
  const literal = /^(?:\[\s*\]|\{\s*\}|null|~|false|0)[ \t]*(?=#|\r?$)/m.exec(text);
  if (literal) return replace(literal.index, literal.index + literal[0].trimEnd().length, written);
  const needsBreak = text !== "" && text !== "\uFEFF" && !text.endsWith("\n");
  return replace(
    text.length,
    text.length,
    (needsBreak ? eol : "") + written + (needsBreak ? "" : eol),
  );
}

function nextEntry(document: ManifestDocument, entry: Readonly<Record<string, unknown>>): TextEdit {
  const { text, items } = document;
  const last = items.at(-1);
  const end = last?.span.end ?? text.length;
  const start = last?.span.start ?? 0;
  const { name, ...body } = entry;
  const isList = document.form === "list";
  if (isFlow(document)) {
    const flow = isList
      ? linesOf(entry, true).join(" ")
      : `${writeScalar(name, "PLAIN", true)}: ${linesOf(body, true).join(" ")}`;
    return replace(end, end, `, ${flow}`);
  }
  const eol = eolOf(text);
  const indent = " ".repeat(
    columnOf(text, start) -
      (start > 0 && text.startsWith("\uFEFF") && columnOf(text, start) === start ? 1 : 0),
  );
  const written = isList ? listItem(entry, indent, eol) : mappingItem(String(name), body, eol);
  const at = lineEnd(text, end);
  return replace(at, at, eol + (areSpacedOut(document) ? eol : "") + written);
}

function listItem(entry: Readonly<Record<string, unknown>>, indent: string, eol: string): string {
  const [first = "", ...rest] = linesOf(entry);
  return [
    `${indent}- ${first}`,
    ...rest.map((line) => (line === "" ? "" : `${indent}  ${line}`)),
  ].join(eol);
}

function mappingItem(name: string, body: Readonly<Record<string, unknown>>, eol: string): string {
  const lines = linesOf(body).map((line) => (line === "" ? "" : `  ${line}`));
  return [`${writeScalar(name, "PLAIN", false)}:`, ...lines].join(eol);
}

function isFlow({ text, items }: ManifestDocument): boolean {
  const [first] = items;
  if (!first) return false;
  const before = text.slice(0, first.span.start).trimEnd();
  return before.endsWith("[") || before.endsWith("{");
}

/** Whether there is an empty line between the last two entries. */
function areSpacedOut({ text, items }: ManifestDocument): boolean {
  const [beforeLast, last] = items.slice(-2);
  if (!beforeLast || !last) return false;
  return /\n[ \t]*\r?\n/.test(text.slice(beforeLast.span.end, last.span.start));
}

function removalOf(document: ManifestDocument, item: ManifestItem): Span {
  const { text, items } = document;
  if (isFlow(document)) {
    const next = items[item.position + 1];
    const previous = items[item.position - 1];
    if (next) return { start: item.span.start, end: next.span.start };
    return { start: previous ? previous.span.end : item.span.start, end: item.span.end };
  }
  const bom = text.startsWith("\uFEFF") ? 1 : 0;
  const lineStart = Math.max(text.lastIndexOf("\n", item.span.start - 1) + 1, bom);
  const end = lineEnd(text, item.span.end);
  if (end < text.length) return { start: lineStart, end: text.indexOf("\n", end) + 1 };
  // The text does not end in a line break, and shall not after the removal.
  const lineBreak = text.slice(lineStart - 2, lineStart) === "\r\n" ? 2 : lineStart > bom ? 1 : 0;
  return { start: lineStart - lineBreak, end };
}

function eolOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function replace(start: number, end: number, newText: string): TextEdit {
  return { span: { start, end }, newText };
}

function refused(reason: string): EditPlan {
  return { kind: "refused", reason };
}
