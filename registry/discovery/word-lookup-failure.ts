import type { ClassLookup } from "../modules/index.ts";
import type { InstallRefusalCode } from "./types.ts";

/** Enough places to see what was meant; the rest would push the advice out of sight. */
const MOST_PLACES = 6;

/** Why a module reference leads to no class, in words; null when it leads to one, or to a contributor. */
export function wordLookupFailure(
  module: string,
  lookup: ClassLookup,
): { readonly code: InstallRefusalCode; readonly message: string } | null {
  switch (lookup.kind) {
    case "found":
    case "contributor":
      return null;
    case "malformed":
      return { code: "module/malformed", message: `${module}: ${lookup.reason}` };
    case "file-not-found":
      return {
        code: "module/not-found",
        message: `${module} was not found. Looked for: ${listed(lookup.looked)}`,
      };
    case "class-not-found": {
      const className = module.slice(module.lastIndexOf(":") + 1);
      const known =
        lookup.candidates.length === 0
          ? "it exports no class"
          : `its classes are ${listed(lookup.candidates)}`;
      return {
        code: "module/class-not-found",
        message: `${lookup.file} has no class ${className}: ${known}`,
      };
    }
    case "unreadable":
      return {
        code: "module/unreadable",
        message: `${lookup.file} cannot be read: ${lookup.reason}`,
      };
  }
}

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_PLACES;
  const shown = names.slice(0, MOST_PLACES).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
