import type { ManifestEntry } from "../../schemas/index.ts";
import type { Span, TextEdit } from "../base/text.ts";

export type Severity = "error" | "warning" | "information" | "hint";

/** Something wrong with the manifest's text, found without looking at anything else. */
export interface ManifestProblem {
  /** `manifest/syntax`, `manifest/wrong-type`, `manifest/duplicate-name` …: stable. The whole list is `MANIFEST_CODES`. */
  readonly code: string;
  readonly severity: Severity;
  /** Worded for the author; never quotes a value under `config`. */
  readonly message: string;
  readonly span: Span;
  /** Other places that belong to it, e.g. the first of two entries with the same name. */
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  /** Machine-readable help for quick fixes, e.g. `{ suggestion: "enabled" }`. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Where one key of a mapping and its value stand. `value` is empty and right after the colon when there is none. */
export interface FieldSpans {
  readonly key: Span;
  readonly value: Span;
}

/** One item of the manifest, valid or not. */
export interface ManifestItem {
  /** Zero-based position among all items. */
  readonly position: number;
  /** `record.name`: its own name if it has one, else `invalid_plugin_<k>`, k counting invalid entries. */
  readonly name: string;
  readonly span: Span;
  /** Where the part of the text begins that was read on its own and holds the item: it moves with the item. */
  readonly base: number;
  /** What to underline when the entry as a whole is meant: its name's value if there is one, else its first token. */
  readonly headSpan: Span;
  /** From its opening brace to behind the closing one; null where its keys stand on lines of their own. */
  readonly braces: Span | null;
  /**
   * The entry if it satisfies the schema and its name is the first of that name; null otherwise. The same object as
   * before an update that did not touch the item, as is `raw`.
   */
  readonly entry: ManifestEntry | null;
  /** What the YAML says, as plain data; anything, in an invalid item. */
  readonly raw: unknown;
  readonly problems: readonly ManifestProblem[];
  /** Spans of a value inside the item, e.g. `["config", "secrets", "JIRA_API_TOKEN"]`, `["hooks", 0]`; null when absent. */
  spansAt(path: readonly (string | number)[]): FieldSpans | null;
}

/**
 * What is at a place in the text, also in half-typed YAML: the question behind completion and hover. Where a new item
 * may be begun it is a `key` at the empty path of no item; in a comment, a `value` there.
 */
export interface ManifestCursor {
  /** The item around the offset; null between items and outside. */
  readonly item: ManifestItem | null;
  /** Path inside the item down to the node at the offset. */
  readonly path: readonly (string | number)[];
  /** `key`: on, or about to type, a key of the mapping at `path`; `value`: the value at `path`. */
  readonly role: "key" | "value";
  /** The token under the offset, to be replaced by a completion; empty where nothing is typed yet. */
  readonly token: Span;
  /** For a key: the other keys of the mapping at `path`, those below the cursor included. */
  readonly siblings: readonly string[];
  /** Whether the innermost collection around the offset is written in brackets, closed or not. */
  readonly isInBrackets: boolean;
}

/** How many items at the start and at the end, which never overlap. */
export interface SharedItems {
  readonly head: number;
  readonly tail: number;
}

/** A parsed manifest: immutable; `update` parses again only what an edit touched. */
export interface ManifestDocument {
  readonly text: string;
  readonly form: "list" | "mapping" | "empty" | "unreadable";
  /** Made at the first look, and in large manifests not for nothing: ask for one by its position where one will do. */
  readonly items: readonly ManifestItem[];
  readonly itemCount: number;
  /** All problems, those of the items included, in text order. */
  readonly problems: readonly ManifestProblem[];
  update(edits: readonly TextEdit[]): ManifestDocument;
  /** The items that say the same as those of another version, under the same names, and at most stand elsewhere. */
  sharedWith(before: ManifestDocument): SharedItems;
  item(position: number): ManifestItem | null;
  itemNamed(name: string): ManifestItem | null;
  itemAt(offset: number): ManifestItem | null;
  cursorAt(offset: number): ManifestCursor;
}

/** The outcome of planning an edit. `edits` changes the nodes concerned and not a byte more. */
export type EditPlan =
  | { readonly kind: "edits"; readonly edits: readonly TextEdit[] }
  | { readonly kind: "unchanged" }
  | { readonly kind: "refused"; readonly reason: string };
