import { coerce, satisfies, valid, validRange } from "semver";
import type { ClassLookup } from "../../registry/modules/index.ts";
import type { KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { EntryCheck } from "./subject.ts";

/** Is the version that a class states, or its package was installed in, one that its entry accepts? */
export const checkVersion: EntryCheck = {
  name: "versions",
  find: (known) => {
    const finding = findingOf(known);
    return finding ? [finding] : [];
  },
};

function findingOf({ item, lookup }: KnownEntry): Finding | null {
  const range = item.entry?.version;
  if (range === undefined) return null;
  if (validRange(range) === null) {
    return {
      code: "version/malformed-range",
      severity: "error",
      message: `This is not a range of versions: write one such as ^1.2.0, or remove it to accept any.`,
      span: spanOfVersion(item),
    };
  }
  const stated = lookup && statedVersion(lookup);
  if (!stated || satisfies(stated.version, range)) return null;
  return {
    code: "version/not-satisfied",
    severity: "error",
    message: `${stated.what} ${stated.version}, which ${range} does not accept.`,
    span: spanOfVersion(item),
    // There is no sense in accepting what is no version.
    ...(stated.version !== UNSTATED && { data: { version: stated.version } }),
  };
}

/** What a class is taken for that says nothing, and that no package brought. Source: `PluginBase.version`. */
const UNSTATED = "0.0.0";

/** What the class says counts; where it says nothing, what its package does. As the registry sees it. */
function statedVersion(
  lookup: ClassLookup,
): { readonly what: string; readonly version: string } | null {
  if (lookup.kind !== "found" && lookup.kind !== "contributor") return null;
  const { installed } = lookup;
  if (lookup.kind === "found" && lookup.facts.version !== null) {
    return { what: `${lookup.facts.name} is version`, version: lookup.facts.version };
  }
  // A class that says nothing may inherit from what cannot be read.
  const isSilent =
    lookup.kind === "found"
      ? !lookup.facts.declares.has("version") && lookup.facts.complete
      : lookup.contributes.every(({ version }) => version === null);
  if (!isSilent) return null;
  if (installed)
    return {
      what: `${installed.name} is installed in version`,
      version: inSemver(installed.version),
    };
  return lookup.kind === "found" && lookup.isPlugin === "yes"
    ? { what: `${lookup.facts.name} states no version and counts as`, version: UNSTATED }
    : null;
}

/** Python's versions have their own spelling: `2.1` and `2.0.0rc1`. */
function inSemver(version: string): string {
  return valid(version) ?? coerce(version)?.version ?? version;
}

const spanOfVersion = (item: KnownEntry["item"]): Finding["span"] =>
  item.spansAt(["version"])?.value ?? item.headSpan;
