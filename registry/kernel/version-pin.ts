import { satisfies, validRange } from "semver";
import type { Problem } from "../../schemas/index.ts";
import type { PluginCalls } from "./plugin-calls.ts";

/** Checks what a class or factory says its version is against the range that the manifest accepts; null when it does, or accepts any. */
export function checkPin(
  calls: PluginCalls,
  what: string,
  version: string,
  range: string | undefined,
): Problem | null {
  if (range === undefined) return null;
  if (validRange(range) === null) {
    const text = `version: ${JSON.stringify(range)} is not a range of versions, e.g. ^1.2.0`;
    return calls.problem("version/malformed-range", text);
  }
  if (satisfies(version, range)) return null;
  const found = version === "" ? "has no version" : `is version ${version}`;
  const text = `${what} ${found}, and the manifest accepts ${range}`;
  return calls.problem("version/not-satisfied", text);
}
