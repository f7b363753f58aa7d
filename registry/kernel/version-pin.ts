import { satisfies, validRange } from "semver";
import type { ManifestEntry, Problem } from "../../schemas/index.ts";
import { InstalledPackages } from "../modules/packages/index.ts";
import { PluginBase } from "../sdk/index.ts";
import type { PluginCalls } from "./plugin-calls.ts";
import type { PluginFacts } from "./plugin-facts.ts";

/** What a class says its version is; of one that says nothing, that of the package that it was installed with. */
export function versionOf(
  { version }: Pick<PluginFacts, "version">,
  file: string,
  { module }: Pick<ManifestEntry, "module">,
): string {
  const isStated = version !== "" && version !== PluginBase.version;
  const installed = isStated ? null : new InstalledPackages().packageOf(file, module);
  return installed?.version ?? version;
}

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
