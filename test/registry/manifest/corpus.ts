import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ManifestDocument, ManifestItem } from "../../../registry/manifest/index.ts";

const folder = path.join(import.meta.dirname, "../../fixtures/manifest");

export interface CorpusFile {
  readonly name: string;
  readonly text: string;
}

/** The manifests of `test/fixtures/manifest`. */
export const CORPUS: readonly CorpusFile[] = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => ({ name, text: readFileSync(path.join(folder, name), "utf8") }));

/** The same in the ways in which editors save them, and what no fixture file can hold. */
export const VARIANTS: readonly CorpusFile[] = [
  ...CORPUS.flatMap(({ name, text }) => [
    { name, text },
    { name: `${name} with CRLF`, text: text.replaceAll("\n", "\r\n") },
    { name: `${name} with a BOM`, text: `\uFEFF${text}` },
    { name: `${name} without its last line break`, text: text.trimEnd() },
  ]),
  { name: "tabs", text: "- name: a\n\tmodule: a.b:C\n-\tname: b\n\tmodule: a.b:C\n" },
  { name: "empty", text: "" },
  { name: "one item", text: "- name: a\n  module: a.b:C\n" },
];

/** All that a document says, as plain data. */
export function tell(document: ManifestDocument): unknown {
  return {
    form: document.form,
    items: document.items.map(tellItem),
    problems: document.problems,
  };
}

function tellItem(item: ManifestItem): unknown {
  const { position, name, span, headSpan, entry, raw, problems } = item;
  const fields = ["name", "module", "enabled", "config"].map((key) => item.spansAt([key]));
  return { position, name, span, headSpan, entry, raw, problems, fields };
}
