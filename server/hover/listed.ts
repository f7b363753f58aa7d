import { code } from "./describe-class.ts";

/** Enough to see who it is; a hook of thousands would fill the screen with names. */
const MOST_NAMED = 20;

/** `Handled by: a, b and 3 more`; null for nobody. */
export function listed(
  label: string,
  things: readonly { readonly name: string }[] = [],
): string | null {
  if (things.length === 0) return null;
  const more = things.length - MOST_NAMED;
  const shown = things
    .slice(0, MOST_NAMED)
    .map(({ name }) => code(name))
    .join(", ");
  return `${label}: ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}
