import { FoldingRangeKind, type FoldingRange } from "vscode-languageserver";
import { keptByEntry, type TextFile } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { forManifest } from "./request.ts";

/** Entries, and the lists and mappings in them; runs of comment lines. */
export const foldingRange: Feature = {
  capabilities: { foldingRangeProvider: true },

  register: (context) =>
    context.connection.onFoldingRanges(
      forManifest(context, "folding ranges", (file) => [
        ...entryFolds(file),
        ...commentFolds(file),
      ]),
    ),
};

/** The entry, and its fields of several lines. */
const foldsOf = keptByEntry((item) => {
  const nested = ["hooks", "config"].flatMap((key) => {
    const spans = item.spansAt([key]);
    return spans ? [{ span: { start: spans.key.start, end: spans.value.end } }] : [];
  });
  return [{ span: item.span }, ...nested];
});

function entryFolds(file: TextFile): FoldingRange[] {
  const { text } = file;
  return file.manifest.items.flatMap((item) =>
    foldsOf(item, text).flatMap(({ span: { start, end } }) => {
      const written = text.slice(start, end).trimEnd().length;
      const first = file.positionAt(start).line;
      const last = file.positionAt(start + written).line;
      return last > first ? [{ startLine: first, endLine: last }] : [];
    }),
  );
}

function commentFolds({ text }: TextFile): FoldingRange[] {
  const folds: FoldingRange[] = [];
  let start = -1;
  const lines = text.split("\n");
  for (const [line, content] of [...lines, ""].entries()) {
    const isComment = /^\s*#/.test(content);
    if (isComment && start < 0) start = line;
    if (isComment || start < 0) continue;
    if (line - 1 > start) {
      folds.push({ startLine: start, endLine: line - 1, kind: FoldingRangeKind.Comment });
    }
    start = -1;
  }
  return folds;
}
