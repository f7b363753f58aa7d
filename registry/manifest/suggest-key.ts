import { nearest } from "../base/nearest.ts";
import { KNOWN_KEYS } from "./validate.ts";

/** The key of an entry that was probably meant by one that Patchbay does not know; null when none suggests itself. */
export function suggestKey(key: string, raw: Readonly<Record<string, unknown>>): string | null {
  if (KNOWN_KEYS.includes(key)) return null;
  return nearest(
    key,
    KNOWN_KEYS.filter((known) => !Object.hasOwn(raw, known)),
  );
}
