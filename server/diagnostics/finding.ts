import type { Span } from "../../registry/base/text.ts";
import type { Severity } from "../../registry/manifest/index.ts";

/** What a check found, in offsets of the text that it looked at. */
export interface Finding {
  /** One of `DIAGNOSTIC_CODES`. */
  readonly code: string;
  readonly severity: Severity;
  /** Worded for the author; never holds a value of `config`. */
  readonly message: string;
  readonly span: Span;
  /** Other places of the same text that belong to it. */
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  /** Places of other files that belong to it. */
  readonly elsewhere?: readonly {
    readonly file: string;
    readonly line: number;
    readonly character: number;
    readonly message: string;
  }[];
  /** Help for code actions. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Shown faded: it is there, and does nothing. */
  readonly isUnnecessary?: boolean;
}

/** The same findings after the text that they are about moved. */
export function moved(findings: readonly Finding[], by: number): readonly Finding[] {
  if (by === 0) return findings;
  return findings.map((finding) => ({
    ...finding,
    span: { start: finding.span.start + by, end: finding.span.end + by },
  }));
}
