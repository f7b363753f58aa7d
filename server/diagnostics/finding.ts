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
