import type { Diagnostic } from "vscode-languageserver";
import type { TextEdit } from "../../registry/base/text.ts";
import type { Fix } from "./fix.ts";

/** A diagnostic, and what mends it without anybody's decision. */
export interface Mend {
  readonly diagnostic: Diagnostic;
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/**
 * The preferred fixes that nobody has to decide about, as far as they do not touch the same text. A fix that also runs
 * a command is left to the person.
 */
export function combineFixes(
  fixesByDiagnostic: readonly (readonly [Diagnostic, readonly Fix[]])[],
): readonly Mend[] {
  const chosen: Mend[] = [];
  for (const [diagnostic, fixes] of fixesByDiagnostic) {
    const { title, edits = [] } = fixes.find(isForAll) ?? {};
    const clashes = edits.some((edit) =>
      chosen.some((other) => other.edits.some((each) => overlaps(edit, each))),
    );
    if (title !== undefined && !clashes) chosen.push({ diagnostic, title, edits });
  }
  return chosen;
}

function isForAll({ isPreferred, command, elsewhere }: Fix): boolean {
  return isPreferred === true && !command && !elsewhere;
}

/** Two insertions at one place clash as well: their order would be chance. */
function overlaps({ span: one }: TextEdit, { span: other }: TextEdit): boolean {
  return one.start <= other.end && other.start <= one.end;
}
