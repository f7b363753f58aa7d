import type { Span, TextEdit } from "../../registry/base/text.ts";
import type { ClassFacts } from "../../registry/modules/index.ts";
import { textOf } from "../workspace/index.ts";
import type { FixProvider } from "./fix.ts";
import { handlerLines, methodNameFor, styleOf, type SourceStyle } from "./source-style.ts";

/** A listed hook that the class does not handle: writes the method into the class's source. */
export const addHookMethod: FixProvider = async ({ code, data, known, workspace }) => {
  const { hook } = data;
  const lookup = known?.lookup;
  if (code !== "hook/not-handled" || typeof hook !== "string" || lookup?.kind !== "found")
    return [];
  if (!/^[A-Za-z_]\w*$/.test(hook)) return [];
  const file = await textOf(lookup.file, workspace.texts);
  const style = styleOf(file.text, lookup.file);
  const method = methodNameFor(hook, lookup.facts);
  const edits = editsFor(hook, method, file.text, lookup.facts, style);
  if (!edits) return [];
  return [{ title: `Add ${method} to ${lookup.facts.name}`, elsewhere: [{ file, edits }] }];
};

function editsFor(
  hook: string,
  method: string,
  text: string,
  { body, span }: ClassFacts,
  style: SourceStyle,
): readonly TextEdit[] | null {
  if (!body || body.end > text.length) return null;
  const importing = style.language === "typescript" ? importOfPayloads(text) : null;
  const isTyped = importing !== null;
  const lines = handlerLines(hook, style, isTyped, method);
  const added =
    style.language === "python"
      ? afterBlock(text, body, span, lines, style)
      : beforeBrace(text, body, span, lines, style);
  return added && [...(importing ?? []), added];
}

/** Before the brace that closes the class, after an empty line when there are members. */
function beforeBrace(
  text: string,
  body: Span,
  { start }: Span,
  lines: readonly string[],
  { step, eol }: SourceStyle,
): TextEdit | null {
  if (text[body.start] !== "{" || text[body.end - 1] !== "}") return null;
  const members = text.slice(body.start + 1, body.end - 1);
  const outer = indentAt(text, start);
  const written = lines.map((line) => outer + step + line).join(eol);
  const kept = body.start + 1 + members.trimEnd().length;
  const gap = members.trim() === "" ? eol : eol + eol;
  return {
    span: { start: kept, end: body.end - 1 },
    newText: `${gap}${written}${eol}${outer}`,
  };
}

/** After the last statement of the class. One that only says `pass` or `...` is replaced. */
function afterBlock(
  text: string,
  body: Span,
  { start }: Span,
  lines: readonly string[],
  { step, eol }: SourceStyle,
): TextEdit {
  const statements = text.slice(body.start, body.end).trimEnd();
  const isOnOwnLine =
    text.slice(text.lastIndexOf("\n", body.start - 1) + 1, body.start).trim() === "";
  const indent = isOnOwnLine ? indentAt(text, body.start) : indentAt(text, start) + step;
  const written = lines.map((line) => indent + line).join(eol);
  if (/^(?:pass|\.\.\.)$/.test(statements)) {
    const newText = isOnOwnLine ? written.slice(indent.length) : eol + written;
    return { span: { start: body.start, end: body.start + statements.length }, newText };
  }
  const end = body.start + statements.length;
  return { span: { start: end, end }, newText: `${eol}${eol}${written}` };
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** Nothing when the type is imported already; null when there is no import to add it to. */
function importOfPayloads(text: string): readonly TextEdit[] | null {
  const imported = /^import\s*\{([^}]*?)\s*,?\s*\}\s*from\s*(["'])patchbay\2/m.exec(text);
  const [whole, names = ""] = imported ?? [];
  if (!imported || whole === undefined) return null;
  if (/\bHookPayloads\b/.test(names)) return [];
  const end = imported.index + whole.indexOf(names) + names.length;
  return [{ span: { start: end, end }, newText: ", type HookPayloads" }];
}
