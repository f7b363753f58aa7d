import { isDeepStrictEqual } from "node:util";
import { readEntry } from "../workspace/index.ts";
import type { ManifestDocument } from "../../registry/manifest/index.ts";
import { convertToList } from "./convert-to-list.ts";
import { extractConfig } from "./extract-config.ts";
import type { Refactoring, RefactoringProvider } from "./refactoring.ts";
import { sortEntries } from "./sort-entries.ts";
import { sortKeys } from "./sort-keys.ts";

export type { Refactoring } from "./refactoring.ts";

const PROVIDERS: readonly RefactoringProvider[] = [
  convertToList,
  extractConfig,
  sortKeys,
  sortEntries,
];

/** What may be written differently at a place. Each was tried: every entry says what it said before. */
export function refactoringsAt(document: ManifestDocument, offset: number): readonly Refactoring[] {
  const item = document.itemAt(offset);
  return PROVIDERS.flatMap((provide) => provide(document, item) ?? []).filter((found) =>
    saysTheSame(document, document.update(found.edits), found.reorders ?? false),
  );
}

function saysTheSame(
  before: ManifestDocument,
  after: ManifestDocument,
  isReordered: boolean,
): boolean {
  if (before.items.length !== after.items.length) return false;
  if (before.problems.length !== after.problems.length) return false;
  return before.items.every((item, position) => {
    const now = isReordered ? after.itemNamed(item.name) : after.items[position];
    if (!now || item.name !== now.name || (item.entry === null) !== (now.entry === null))
      return false;
    return isDeepStrictEqual(item.entry ?? readEntry(item), now.entry ?? readEntry(now));
  });
}
