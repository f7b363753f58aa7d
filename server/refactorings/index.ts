import { isDeepStrictEqual } from "node:util";
import { readEntry } from "../workspace/index.ts";
import type { ManifestDocument } from "../../registry/manifest/index.ts";
import { convertToList } from "./convert-to-list.ts";
import { extractConfig } from "./extract-config.ts";
import type { Refactoring, RefactoringProvider } from "./refactoring.ts";

export type { Refactoring } from "./refactoring.ts";

const PROVIDERS: readonly RefactoringProvider[] = [convertToList, extractConfig];

/** What may be written differently at a place. Each was tried: every entry says what it said before. */
export function refactoringsAt(document: ManifestDocument, offset: number): readonly Refactoring[] {
  const item = document.itemAt(offset);
  return PROVIDERS.flatMap((provide) => provide(document, item) ?? []).filter(({ edits }) =>
    saysTheSame(document, document.update(edits)),
  );
}

function saysTheSame(before: ManifestDocument, after: ManifestDocument): boolean {
  if (before.items.length !== after.items.length) return false;
  return before.items.every((item, position) => {
    const now = after.items[position];
    if (!now || item.name !== now.name || (item.entry === null) !== (now.entry === null))
      return false;
    return isDeepStrictEqual(item.entry ?? readEntry(item), now.entry ?? readEntry(now));
  });
}
