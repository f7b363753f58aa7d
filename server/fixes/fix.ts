import type { Command, Diagnostic } from "vscode-languageserver";
import type { TextEdit } from "../../registry/base/text.ts";
import type { KnownEntry, TextFile, Workspace } from "../workspace/index.ts";

/** A diagnostic that somebody wants mended. */
export interface FixRequest {
  readonly diagnostic: Diagnostic;
  readonly code: string;
  /** What the check left for its fixes. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly file: TextFile;
  /** The entry that it is about; null outside a manifest's entries. */
  readonly known: KnownEntry | null;
  readonly workspace: Workspace;
}

/** One way of mending it. */
export interface Fix {
  readonly title: string;
  /** Edits of the same text. */
  readonly edits?: readonly TextEdit[];
  /** Edits of other files. */
  readonly elsewhere?: readonly { readonly file: TextFile; readonly edits: readonly TextEdit[] }[];
  /** Run by the editor after the edits. */
  readonly command?: Command;
  /** The one that is most likely meant. */
  readonly isPreferred?: boolean;
  /** Guessed from how something is spelled: it may change what runs, so that somebody has to look at it. */
  readonly isGuess?: boolean;
}

/** One that somebody chooses: it is never both preferred and nothing but an edit, which is what can be made at once with all others. */
export type ChosenFix = Fix & ({ readonly isPreferred?: false } | { readonly command: Command });

/** Offers ways of mending some diagnostics; none for the others. */
export type FixProvider = (
  request: FixRequest,
) => readonly ChosenFix[] | Promise<readonly ChosenFix[]>;

/** One whose preferred fixes may be edits of the manifest and nothing else, so that all of them can be made at once. */
export type MendProvider = (request: FixRequest) => readonly Fix[] | Promise<readonly Fix[]>;
