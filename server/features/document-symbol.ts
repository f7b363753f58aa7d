import { SymbolKind, SymbolTag, type DocumentSymbol } from "vscode-languageserver";
import type { ManifestItem } from "../../registry/manifest/index.ts";
import { MANIFEST_ENTRY_KEYS } from "../../schemas/index.ts";
import { isRecord, readEntry, type TextFile } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { forManifest } from "./request.ts";

/** Beyond this many entries the outline shows their names only: nobody opens them all, and every edit sends them. */
const MOST_WITH_FIELDS = 1000;

/** The outline: the entries, and what they say. */
export const documentSymbol: Feature = {
  capabilities: { documentSymbolProvider: true },

  register: (context) =>
    context.connection.onDocumentSymbol(
      forManifest(context, "document symbols", (file) => {
        const { items } = file.manifest;
        const hasFields = items.length <= MOST_WITH_FIELDS;
        return items.map((item) => symbolOf(item, file, hasFields));
      }),
    ),
};

function symbolOf(item: ManifestItem, file: TextFile, hasFields: boolean): DocumentSymbol {
  const { module, isEnabled } = readEntry(item);
  return {
    name: item.name || "(no name)",
    detail: module ?? "",
    kind: SymbolKind.Class,
    range: file.rangeOf(item.span),
    selectionRange: file.rangeOf(within(item.headSpan, item.span)),
    ...(!isEnabled && { tags: [SymbolTag.Deprecated] }),
    ...(hasFields && { children: childrenOf(item, file) }),
  };
}

function childrenOf(item: ManifestItem, file: TextFile): DocumentSymbol[] {
  return MANIFEST_ENTRY_KEYS.flatMap((key) => {
    const spans = item.spansAt([key]);
    if (!spans || key === "name") return [];
    const span = { start: spans.key.start, end: Math.max(spans.key.end, spans.value.end) };
    const child: DocumentSymbol = {
      name: key,
      detail: detailOf(item, key),
      kind: SymbolKind.Property,
      range: file.rangeOf(span),
      selectionRange: file.rangeOf(spans.key),
    };
    return [child];
  });
}

/** Scalars and lists of hooks; never a value of `config`, which may be a secret. */
function detailOf({ raw }: ManifestItem, key: string): string {
  const value = isRecord(raw) && key !== "config" ? raw[key] : undefined;
  if (Array.isArray(value)) return value.filter((each) => typeof each === "string").join(", ");
  return typeof value === "string" || typeof value === "boolean" ? String(value) : "";
}

function within(
  inner: { start: number; end: number },
  outer: { start: number; end: number },
): { start: number; end: number } {
  const start = Math.min(Math.max(inner.start, outer.start), outer.end);
  return { start, end: Math.min(Math.max(inner.end, start), outer.end) };
}
