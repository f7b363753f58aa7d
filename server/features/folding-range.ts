import { FoldingRangeKind, type FoldingRange } from "vscode-languageserver";
import type { TextFile } from "../workspace/index.ts";
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

function entryFolds(file: TextFile): FoldingRange[] {
  return file.manifest.items.flatMap((item) => {
    const nested = ["hooks", "config"].flatMap((key) => {
      const spans = item.spansAt([key]);
      return spans ? [{ start: spans.key.start, end: spans.value.end }] : [];
    });
    return [item.span, ...nested].flatMap(({ start, end }) => {
      const written = file.text.slice(start, end).trimEnd().length;
      const first = file.positionAt(start).line;
      const last = file.positionAt(start + written).line;
      return last > first ? [{ startLine: first, endLine: last }] : [];
    });
  });
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
