import { stripVTControlCharacters } from "node:util";
import type { HiddenLines } from "./hidden-lines.ts";
import type { ReportedDiagnostic } from "./report.ts";

/** As much of a line as fits on most terminals, or on two of their lines. */
const MOST_SHOWN = 160;
/** What is shown of a longer line before the place that it is about. */
const LEAD = 60;
const CUT = "…";

/** The line that a diagnostic begins in. */
export interface Excerpt {
  readonly text: string;
  /** As wide as what is before the place, with its tabs. */
  readonly indent: string;
  readonly marks: string;
}

/** Null where there is nothing to be seen. Of a long line only what is around the place. */
export function excerptOf(
  lines: HiddenLines,
  { start, end }: ReportedDiagnostic["range"],
): Excerpt | null {
  const length = lines.lengthOf(start.line);
  const isLong = length > MOST_SHOWN;
  const from = isLong ? Math.max(0, Math.min(start.character - LEAD, length - MOST_SHOWN)) : 0;
  const to = isLong ? from + MOST_SHOWN : length;
  const shown = lines.show(start.line, from, to);
  if (shown.trim() === "") return null;
  const [before, after] = [from > 0 ? CUT : "", to < length ? CUT : ""];
  const lead = before + clean(shown.slice(0, start.character - from));
  const last = Math.min(to, end.line === start.line ? end.character : length);
  return {
    text: before + clean(shown) + after,
    indent: lead.replaceAll(/[^\t]/gu, " "),
    marks: "^".repeat(Math.max(1, last - start.character)),
  };
}

/** What a file says never moves the cursor; tabs stay, for the marks below. */
export function clean(text: string): string {
  return stripVTControlCharacters(text).replaceAll(
    /[\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]|[^\P{Cc}\t]/gu,
    " ",
  );
}
