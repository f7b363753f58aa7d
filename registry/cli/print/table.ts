import { stripVTControlCharacters } from "node:util";
import type { Paint, Tone } from "./style.ts";

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

const GAP = "  ";

/** Rows below their headings, each column as wide as it needs to be. */
export function renderTable(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  paint: Paint,
): string {
  const heading = headings.map((text): Cell => ({ text: text.toUpperCase(), tone: "faint" }));
  const lines = [heading, ...rows].map((row) =>
    row.map(({ text, tone = "plain" }) => ({ text: onOneLine(text), tone })),
  );
  const widths = headings.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.text.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map(({ text, tone }, column) => {
          const isLast = column === line.length - 1;
          return (
            paint(tone, text) + (isLast ? "" : " ".repeat((widths[column] ?? 0) - text.length))
          );
        })
        .join(GAP)
        .trimEnd(),
    )
    .join("\n");
}

/** What a plugin wrote may hold anything: nothing of it moves the cursor, ends the line or turns what is after it around. */
export function onOneLine(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, " ");
}
