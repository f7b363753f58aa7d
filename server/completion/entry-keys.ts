import type { ManifestCursor } from "../../registry/manifest/index.ts";
import { MANIFEST_ENTRY_KEYS, manifestEntrySchema } from "../../schemas/index.ts";
import type { TextFile } from "../workspace/index.ts";
import type { CompletionPlace } from "./place.ts";
import type { Suggestion } from "./suggestion.ts";

const REQUIRED = new Set<string>(["name", "module"]);

/** What follows a key: a list or a mapping begins on a line of its own. */
const FOLLOWED_BY: Readonly<Record<string, string>> = { hooks: ":\n  - $0", config: ":\n  $0" };

/** The keys that the entry lacks, those that it needs first. */
export function entryKeys({ cursor, file }: CompletionPlace): Suggestion[] {
  return MANIFEST_ENTRY_KEYS.filter((key) => !cursor.siblings.includes(key)).map((key) => {
    const isRequired = REQUIRED.has(key);
    const documentation = manifestEntrySchema.shape[key].description ?? null;
    return {
      label: key,
      kind: "Property",
      ...keyText(key, file, cursor, FOLLOWED_BY[key]),
      detail: isRequired ? "required" : "optional",
      documentation,
      rank: isRequired ? 0 : 1,
    };
  });
}

/** Whether the word at the cursor is followed by a colon. */
export function isKeyAlready(file: TextFile, { token: { end } }: ManifestCursor): boolean {
  return /^[ \t]*:/.test(file.slice({ start: end, end: end + 40 }));
}

/** A key with its colon, unless the colon is there already. */
export function keyText(
  key: string,
  file: TextFile,
  cursor: ManifestCursor,
  followedBy?: string,
): Pick<Suggestion, "newText" | "plainText"> {
  if (isKeyAlready(file, cursor)) return { newText: key };
  const { end } = cursor.token;
  const isAtLineEnd = /^[ \t]*(?:#|\r?\n|$)/.test(file.slice({ start: end, end: end + 200 }));
  // Between brackets there is no indentation that could begin a value.
  if (!followedBy || !isAtLineEnd || cursor.isInBrackets) return { newText: `${key}: ` };
  return { newText: `${key}${followedBy}`, plainText: `${key}${followedBy.replace("$0", "")}` };
}
