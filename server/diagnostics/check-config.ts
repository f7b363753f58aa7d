import { validateConfig, type ConfigViolation } from "../../registry/config/index.ts";
import type { KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { EntryCheck } from "./subject.ts";

/** Does `config` fit the schema that the class declares? */
export const checkConfig: EntryCheck = {
  name: "config",
  find: findingsOf,
};

function findingsOf(subject: KnownEntry): Finding[] {
  const { lookup, entry, item } = subject;
  const schema = lookup?.kind === "found" ? lookup.facts.configSchema : null;
  // What is no mapping at all is a matter of the entry's own schema.
  if (!schema || (!entry.config && item.spansAt(["config"]))) return [];
  const { secrets: _, ...settings } = entry.config ?? {};
  return validateConfig(settings, schema).map((violation) => toFinding(violation, subject));
}

function toFinding(
  { path, message, isAboutKey, suggestion }: ConfigViolation,
  { item }: KnownEntry,
): Finding {
  const spans = item.spansAt(["config", ...path]);
  const underlined = isAboutKey ? spans?.key : path.length > 0 ? spans?.value : spans?.key;
  return {
    code: "config/invalid",
    severity: isAboutKey ? "warning" : "error",
    message: `${["config", ...path].join(".")} ${message}.`,
    span: underlined ?? item.headSpan,
    ...(suggestion && { data: { suggestion } }),
  };
}
