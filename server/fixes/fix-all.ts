import type { TextEdit } from "../../registry/base/text.ts";
import type { Fix } from "./fix.ts";

/**
 * The edits of the preferred fixes that nobody has to decide about, as far as they do not touch the same text. A fix
 * that also runs a command is left to the person.
 */
export function combineFixes(fixesByDiagnostic: readonly (readonly Fix[])[]): readonly TextEdit[] {
  const chosen: TextEdit[] = [];
  for (const fixes of fixesByDiagnostic) {
    const preferred = fixes.find(
      ({ isPreferred, command, elsewhere }) => isPreferred && !command && !elsewhere,
    );
    const edits = preferred?.edits ?? [];
    const clashes = edits.some((edit) => chosen.some((other) => overlaps(edit, other)));
    if (!clashes) chosen.push(...edits);
  }
  return chosen;
}

/** Two insertions at one place clash as well: their order would be chance. */
function overlaps({ span: one }: TextEdit, { span: other }: TextEdit): boolean {
  return one.start <= other.end && other.start <= one.end;
}
