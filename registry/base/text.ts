/** Half-open span of a text, in UTF-16 code units from 0. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces `span` of a text by `newText`. Edits of one list never overlap and refer to the same, unedited text. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}
