import type { Span } from "../../registry/base/text.ts";
import type { FixProvider } from "./fix.ts";

/** Of two entries with one name, or one work to do: removes this one, or gives it a name of its own. */
export const removeDuplicate: FixProvider = ({ code, known, file }) => {
  if (!/^manifest\/duplicate-(?:name|module)$/.test(code) || !known) return [];
  const { items } = file.manifest;
  const { item } = known;
  const { name } = item;
  const freeName = nextFreeName(name, new Set(items.map((other) => other.name)));
  const next = items[item.position + 1]?.span.start ?? null;
  const removed = wholeLines(file.text, item.span, next);
  const isNamedAlike = code === "manifest/duplicate-name";
  const removal = isNamedAlike ? `Remove this duplicate of ${name}` : `Remove ${name}`;
  const renamed = item.spansAt(["name"])?.value;
  return [
    ...(removed ? [{ title: removal, edits: [{ span: removed, newText: "" }] }] : []),
    ...(renamed && isNamedAlike
      ? [{ title: `Rename it to ${freeName}`, edits: [{ span: renamed, newText: freeName }] }]
      : []),
  ];
};

function nextFreeName(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}

/** The lines of an item that stands on lines of its own; null in flow style. */
function wholeLines(text: string, { start, end }: Span, next: number | null): Span | null {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  if (text.slice(lineStart, start).trim() !== "") return null;
  const after = text.indexOf("\n", end);
  const lineEnd = text[end - 1] === "\n" ? end : after < 0 ? text.length : after + 1;
  const limit = next === null ? text.length : text.lastIndexOf("\n", next - 1) + 1;
  return { start: lineStart, end: Math.min(lineEnd, Math.max(limit, lineStart)) };
}
