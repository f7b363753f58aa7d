import type { TextEdit } from "../../registry/base/text.ts";
import type { FixProvider, MendProvider } from "./fix.ts";

/** A comment above the line says that this is meant to be so. */
export const suppress: FixProvider = ({ code, diagnostic, file }) => {
  if (code === "suppression/unused" || code === "manifest/disabled") return [];
  const comment = file.file?.match(/\.(?:ya?ml|py)$/) ? "#" : "//";
  const eol = file.text.includes("\r\n") ? "\r\n" : "\n";
  const { line } = diagnostic.range.start;
  const start = file.offsetAt({ line, character: 0 });
  const indent = /^[ \t]*/.exec(file.text.slice(start, start + 200))?.[0] ?? "";
  const here = insert(start, `${indent}${comment} patchbay-ignore ${code}${eol}`);
  const top = insert(topOf(file.text), `${comment} patchbay-ignore-file ${code}${eol}`);
  return [
    // Where the text is not YAML, a comment may stand inside a string; the first line never does.
    ...(code === "manifest/syntax" ? [] : [{ title: `Suppress ${code} here`, edits: [here] }]),
    { title: `Suppress ${code} in this file`, edits: [top] },
  ];
};

const insert = (offset: number, newText: string): TextEdit => ({
  span: { start: offset, end: offset },
  newText,
});

/** After what has to be first: a byte order mark, a `#!` line, Python's line about its encoding. */
const topOf = (text: string): number =>
  /^\uFEFF?(?:#!.*\r?\n)?(?:#.*coding[:=].*\r?\n)?/.exec(text)?.[0].length ?? 0;

/** A suppression that suppresses nothing goes. */
export const removeSuppression: MendProvider = ({ code, diagnostic, file }) => {
  if (code !== "suppression/unused") return [];
  const span = file.spanOf(diagnostic.range);
  const start = file.offsetAt({ line: diagnostic.range.start.line, character: 0 });
  const next = file.text.indexOf("\n", span.end);
  const end = next < 0 ? file.text.length : next + 1;
  const line = file.text.slice(start, end);
  const comment = /(?:^|[ \t]+)(?:#|\/\/)[ \t]*patchbay-ignore(?:-file)?[ \t]+[^\r\n#]*/.exec(line);
  if (!comment) return [];
  const isOnlyCode = comment[0].match(/[a-z]+\/[a-z-]+/g)?.length === 1;
  const isWholeLine = line.trim() === comment[0].trim();
  const commentStart = start + comment.index;
  const removed = !isOnlyCode
    ? {
        start: span.start,
        end:
          span.end +
          (/^[,\s]+/.exec(file.text.slice(span.end, next < 0 ? undefined : next))?.[0].length ?? 0),
      }
    : isWholeLine
      ? { start, end }
      : { start: commentStart, end: commentStart + comment[0].trimEnd().length };
  return [
    {
      title: "Remove this suppression",
      edits: [{ span: removed, newText: "" }],
      isPreferred: true,
    },
  ];
};
