import type { TextEdit } from "../../registry/base/text.ts";
import type { ManifestItem } from "../../registry/manifest/index.ts";
import { isRecord, spanOfHook } from "../workspace/index.ts";
import type { Fix, FixProvider } from "./fix.ts";

/** A hook that is missing in an entry's list is added to it; one that does nothing is taken out. */
export const changeHooks: FixProvider = ({ code, data, known, file }) => {
  const { hook } = data;
  const hooks = known?.entry.hooks;
  if (typeof hook !== "string" || !hooks || !known) return [];
  const count = hooks.length;
  // What is no name would be taken out with its neighbours.
  const { raw } = known.item;
  const listed: unknown = isRecord(raw) ? raw["hooks"] : null;
  if (!Array.isArray(listed) || listed.length > count) return [];
  if (code === "hook/not-listed") {
    const edit = addTo(known.item, count, hook, file.text);
    return edit ? [{ title: `Add ${hook} to hooks`, edits: [edit] }] : [];
  }
  if (code !== "hook/not-handled" && code !== "hook/unknown") return [];
  const edit = removeFrom(known.item, hooks.indexOf(hook), count, file.text);
  return edit ? [{ title: `Remove ${hook} from hooks`, edits: [edit] } satisfies Fix] : [];
};

function addTo(item: ManifestItem, count: number, hook: string, text: string): TextEdit | null {
  const list = item.spansAt(["hooks"])?.value;
  const last = spanOfHook(item, count - 1);
  if (!/^[\w.-]+$/.test(hook) || !list) return null;
  if (!last) {
    const isEmpty = /^\[\s*\]$/.test(text.slice(list.start, list.end));
    return isEmpty ? { span: list, newText: `[${hook}]` } : null;
  }
  if (text[list.start] === "[") return insert(last.end, `, ${hook}`);
  const before = text.slice(text.lastIndexOf("\n", last.start - 1) + 1, last.start);
  const lineEnd = /\r?\n|$/.exec(text.slice(last.end));
  if (!/^[ \t]*-[ \t]+$/.test(before) || !lineEnd) return null;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return insert(last.end + lineEnd.index, `${eol}${before}${hook}`);
}

function removeFrom(
  item: ManifestItem,
  index: number,
  count: number,
  text: string,
): TextEdit | null {
  const list = item.spansAt(["hooks"])?.value;
  const own = spanOfHook(item, index);
  if (!list || !own) return null;
  if (text[list.start] === "[") {
    const previous = spanOfHook(item, index - 1);
    const next = spanOfHook(item, index + 1);
    const start = previous?.end ?? own.start;
    const end = previous ? own.end : (next?.start ?? own.end);
    return { span: { start, end }, newText: "" };
  }
  const lineStart = text.lastIndexOf("\n", own.start - 1) + 1;
  const isOwnLine = /^[ \t]*-[ \t]+$/.test(text.slice(lineStart, own.start));
  if (count < 2 || !isOwnLine) return null;
  const lineEnd = text.indexOf("\n", own.end);
  return {
    span: { start: lineStart, end: lineEnd < 0 ? text.length : lineEnd + 1 },
    newText: "",
  };
}

const insert = (offset: number, newText: string): TextEdit => ({
  span: { start: offset, end: offset },
  newText,
});
