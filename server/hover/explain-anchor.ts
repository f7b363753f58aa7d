import { anchorOf, type AnchorPlace } from "../symbols/index.ts";
import type { TextFile } from "../workspace/index.ts";
import { code } from "./describe-class.ts";

/** What an anchor or an alias means. Not what stands there: that may be a secret's value. */
export function explainAnchor(place: AnchorPlace, file: TextFile): string {
  const { name, isAlias } = place;
  if (!isAlias)
    return `${code(`&${name}`)}: what is written here may be meant again by ${code(`*${name}`)}.`;
  const anchor = anchorOf(file.text, place);
  return anchor
    ? `${code(`*${name}`)} means what ${code(`&${name}`)} in line ${file.positionAt(anchor.span.start).line + 1} says.`
    : `There is no ${code(`&${name}`)} above.`;
}
