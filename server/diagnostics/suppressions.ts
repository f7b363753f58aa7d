import type { Span } from "../../registry/base/text.ts";
import { DIAGNOSTIC_CODES } from "./codes.ts";
import type { Finding } from "./finding.ts";

/** `# patchbay-ignore CODE, CODE` on the line or on one of its own above it; `# patchbay-ignore-file CODE` anywhere. */
const COMMENT = /(?:^|[ \t])(?:#|\/\/)[ \t]*patchbay-ignore(-file)?[ \t]+([^\r\n#]*)/gm;
const CODE = /[a-z]+\/[a-z-]+/g;

interface Suppression {
  readonly code: string;
  /** Of the code in the comment. */
  readonly span: Span;
  /** Findings that begin in here are dropped. */
  readonly covers: Span;
}

/** What every suppression has: a text without it has none. */
export const SUPPRESSION_MARK = "patchbay-ignore";

/** Drops what comments suppress, and reports those that suppress nothing (once `isSettled`: nothing is still being read). */
export function applySuppressions(
  findings: readonly Finding[],
  text: string,
  isSettled: boolean,
): readonly Finding[] {
  const suppressions = readSuppressions(text);
  const used = new Set<Suppression>();
  const kept = findings.filter((finding) => {
    const suppression = suppressions.find(
      ({ code, covers }) =>
        code === finding.code &&
        finding.span.start >= covers.start &&
        finding.span.start <= covers.end,
    );
    if (suppression) used.add(suppression);
    return !suppression;
  });
  if (!isSettled) return kept;
  const unused = suppressions.filter(
    (suppression) => !used.has(suppression) && isStatic(suppression),
  );
  return [...kept, ...unused.map(unusedFinding)];
}

/** What a running registry would report may come back at any time: such a comment is never called unused. */
const isStatic = ({ code }: Suppression): boolean => !code.startsWith("plugin/");

function unusedFinding({ code, span }: Suppression): Finding {
  const isKnown = Object.hasOwn(DIAGNOSTIC_CODES, code);
  return {
    code: "suppression/unused",
    severity: "warning",
    message: isKnown
      ? `There is no ${code} here to suppress.`
      : `There is no diagnostic with the code ${code}.`,
    span,
    isUnnecessary: true,
  };
}

function readSuppressions(text: string): Suppression[] {
  return [...linesWithMark(text)].flatMap((line) =>
    [...text.slice(line.start, line.end).matchAll(COMMENT)].flatMap((comment) =>
      suppressionsIn(comment, line.start, text),
    ),
  );
}

/** The pattern is tried on these lines only: on every line of a large text it takes longer than all checks. */
function* linesWithMark(text: string): Generator<Span> {
  let at = text.indexOf(SUPPRESSION_MARK);
  while (at >= 0) {
    const end = endOfLine(text, at);
    yield { start: text.lastIndexOf("\n", at) + 1, end };
    at = text.indexOf(SUPPRESSION_MARK, end);
  }
}

function suppressionsIn(comment: RegExpExecArray, lineStart: number, text: string): Suppression[] {
  const [whole, isForFile, codes = ""] = comment;
  const start = lineStart + comment.index;
  const codesStart = start + whole.length - codes.length;
  const covers = isForFile ? { start: 0, end: text.length } : coveredLine(text, start);
  return [...codes.matchAll(CODE)].map(({ 0: code, index }) => ({
    code,
    span: { start: codesStart + index, end: codesStart + index + code.length },
    covers,
  }));
}

/** The comment's own line, or the next one when nothing else stands on it. */
function coveredLine(text: string, offset: number): Span {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = endOfLine(text, offset);
  if (text.slice(start, offset).trim() !== "") return { start, end };
  return { start: end + 1, end: endOfLine(text, end + 1) };
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}
