import type { ManifestCursor, ManifestItem } from "../../registry/manifest/index.ts";
import type { ClassLookup, JsonSchema, LookupRoots } from "../../registry/modules/index.ts";
import type { Entry, TextFile, Workspace } from "../workspace/index.ts";

/** Where something is to be completed, with what is known around it. */
export interface CompletionPlace {
  readonly file: TextFile;
  readonly cursor: ManifestCursor;
  /** What is typed so far of the word under the cursor. */
  readonly typed: string;
  readonly item: ManifestItem | null;
  readonly entry: Entry | null;
  /** The entry's class; null while there is none. */
  readonly lookup: ClassLookup | null;
  /** What the entry's `config` may be. */
  readonly configSchema: JsonSchema | null;
  readonly roots: LookupRoots | null;
  readonly workspace: Workspace;
}
