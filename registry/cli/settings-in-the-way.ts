import { isRecord } from "../base/record.ts";

/** What a patch meets in the config that it is for. */
export interface Met {
  /** Why it would replace more than it names; null when it would not. */
  readonly refusal: string | null;
  /** Settings to be removed that there are not. */
  readonly missing: readonly string[];
}

/** Follows a merge patch through a config, which may be masked: what is below `secrets` is not known. */
export function meet(config: unknown, patch: Readonly<Record<string, unknown>>): Met {
  const missing: string[] = [];
  const refusal = follow(config, patch, [], missing);
  return { refusal, missing };
}

function follow(
  config: unknown,
  patch: Readonly<Record<string, unknown>>,
  path: readonly string[],
  missing: string[],
): string | null {
  for (const [key, wanted] of Object.entries(patch)) {
    const here = [...path, key];
    const there = isRecord(config) && Object.hasOwn(config, key) ? config[key] : undefined;
    if (wanted === null && there === undefined) missing.push(here.join("."));
    // Only settings that were written with dots are followed; what is given as JSON replaces what is there.
    if (!isStep(wanted) || key.toLowerCase() === "secrets") continue;
    const shown = here.join(".");
    if (Array.isArray(there)) {
      return `\`${shown}\` is a list, whose elements cannot be set one by one: give the whole list with --json-set '${shown}=[…]'.`;
    }
    if (there !== undefined && there !== null && !isRecord(there)) {
      return `\`${shown}\` is no mapping, so nothing can be set within it: to replace it, write --json-set '${shown}={…}'.`;
    }
    const refusal = follow(there, wanted, here, missing);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** A mapping that `readSettings` made on the way to a setting. */
function isStep(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && Object.getPrototypeOf(value) === null;
}
