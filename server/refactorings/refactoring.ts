import type { TextEdit } from "../../registry/base/text.ts";
import type { ManifestDocument, ManifestItem } from "../../registry/manifest/index.ts";

/** A manifest that says the same in another way. */
export interface Refactoring {
  readonly title: string;
  readonly kind: "rewrite" | "extract";
  readonly edits: readonly TextEdit[];
  /** The entries say the same in another order. */
  readonly reorders?: boolean;
}

/** Offers refactorings at an entry, or of the manifest as a whole where the place is in none. */
export type RefactoringProvider = (
  document: ManifestDocument,
  item: ManifestItem | null,
) => Refactoring | null;
