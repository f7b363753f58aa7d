import type { SelectionRange, SelectionRangeParams } from "vscode-languageserver";
import type { Span } from "../../registry/base/text.ts";
import type { ManifestItem } from "../../registry/manifest/index.ts";
import type { TextFile } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { forManifest } from "./request.ts";

/** From the word to its value, its field, its entry, the whole manifest. */
export const selectionRange: Feature = {
  capabilities: { selectionRangeProvider: true },

  register: (context) =>
    context.connection.onSelectionRanges(
      forManifest(context, "selection ranges", (file, { positions }: SelectionRangeParams) =>
        positions.map((position) => rangesAt(file, file.offsetAt(position))),
      ),
    ),
};

function rangesAt(file: TextFile, offset: number): SelectionRange {
  const { item, path, role, token } = file.manifest.cursorAt(offset);
  const spans: Span[] = [];
  if (item) spans.push(item.span);
  const word = file.text.slice(token.start, token.end);
  const whole = role === "key" && word !== "" ? [...path, word] : path;
  spans.push(...(item ? fieldSpans(item, whole) : []));
  spans.push(token, { start: offset, end: offset });

  // The protocol wants each range inside the one around it, and around the position.
  const nested = spans.reduce<readonly Span[]>((outer, span) => {
    const around = outer.at(-1) ?? span;
    const isInside = span.start >= around.start && span.end <= around.end;
    const isAround = span.start <= offset && span.end >= offset;
    const isSame = span.start === around.start && span.end === around.end;
    return isInside && isAround && (!isSame || outer.length === 0) ? [...outer, span] : outer;
  }, []);
  return nested.reduce<SelectionRange>((parent, span) => ({ range: file.rangeOf(span), parent }), {
    range: file.rangeOf({ start: 0, end: file.text.length }),
  });
}

/** From the outermost field on a path to the innermost: each field, then its value. */
function fieldSpans(item: ManifestItem, path: readonly (string | number)[]): Span[] {
  return path.flatMap((_, depth) => {
    const fields = item.spansAt(path.slice(0, depth + 1));
    return fields ? [{ start: fields.key.start, end: fields.value.end }, fields.value] : [];
  });
}
