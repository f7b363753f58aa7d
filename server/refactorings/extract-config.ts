import { isDeepStrictEqual } from "node:util";
import type { Span } from "../../registry/base/text.ts";
import type { ManifestItem } from "../../registry/manifest/index.ts";
import { readEntry } from "../workspace/index.ts";
import type { RefactoringProvider } from "./refactoring.ts";

/** A config that several entries repeat is written once, with an anchor; the others refer to it. */
export const extractConfig: RefactoringProvider = ({ text, items }, item) => {
  const config = item && readEntry(item).config;
  if (!config || Object.keys(config).length === 0) return null;
  const alike = items.filter((other) => isDeepStrictEqual(readEntry(other).config, config));
  const places = alike.flatMap((other) => placeOf(other, text) ?? []);
  const [first, ...others] = places;
  // A comment of another entry's config would be lost with it.
  if (!first || others.length === 0 || places.length < alike.length) return null;
  if (others.some(({ value }) => text.slice(value.start, value.end).includes("#"))) return null;
  const anchor = freeAnchor(text, first.item);
  return {
    title: `Write this config once, for ${places.length} entries`,
    kind: "extract",
    edits: [
      { span: { start: first.colon, end: first.colon }, newText: ` &${anchor}` },
      ...others.map(({ colon, value }) => ({
        span: { start: colon, end: value.end },
        newText: ` *${anchor}`,
      })),
    ],
  };
};

interface ConfigPlace {
  readonly item: ManifestItem;
  /** Right after the colon. */
  readonly colon: number;
  /** What is written there, without the white space at its end. */
  readonly value: Span;
}

/** Null where the config has an anchor already, is an alias, or comes from one. */
function placeOf(item: ManifestItem, text: string): ConfigPlace | null {
  const spans = item.spansAt(["config"]);
  if (!spans) return null;
  const { key, value } = spans;
  const colon = text.indexOf(":", key.end) + 1;
  const between = text.slice(colon, value.start);
  const written = text.slice(value.start, value.end);
  if (colon === 0 || /[&*!]/.test(between) || /^[&*!]/.test(written)) return null;
  return { item, colon, value: { start: colon, end: value.start + written.trimEnd().length } };
}

function freeAnchor(text: string, { name }: ManifestItem): string {
  const base = `${name.replace(/[^A-Za-z0-9_-]+/g, "_")}_config`;
  let anchor = base;
  for (let number = 2; text.includes(`&${anchor}`); number++) anchor = `${base}_${number}`;
  return anchor;
}
