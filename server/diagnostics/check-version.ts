import { satisfies, validRange } from "semver";
import type { KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { EntryCheck } from "./subject.ts";

/** Is the version that a class states one that its entry accepts? The registry refuses it otherwise. */
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
  const version = lookup?.kind === "found" ? lookup.facts.version : null;
  if (version === null || lookup?.kind !== "found" || satisfies(version, range)) return null;
  return {
    code: "version/not-satisfied",
    severity: "error",
    message: `${lookup.facts.name} is version ${version}, which ${range} does not accept.`,
    span: spanOfVersion(item),
    data: { version },
  };
}

const spanOfVersion = (item: KnownEntry["item"]): Finding["span"] =>
  item.spansAt(["version"])?.value ?? item.headSpan;
