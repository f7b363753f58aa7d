import { validateConfig, type ConfigViolation } from "../../registry/config/index.ts";
import type { KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";

/** Does `config` fit the schema that the class declares? */
export const checkConfig = {
  name: "config",
  find: findingsOf,
};

function findingsOf(subject: KnownEntry): Finding[] {
  const { entry, item, configSchema: schema } = subject;
  // What is no mapping at all is a matter of the entry's own schema.
  if (!schema || (!entry.config && item.spansAt(["config"]))) return [];
  const { secrets: _, ...settings } = entry.config ?? {};
  return validateConfig(settings, schema).map((violation) => toFinding(violation, subject));
}

function toFinding(
  { path, message, isAboutKey, missing, suggestion }: ConfigViolation,
  { item }: KnownEntry,
): Finding {
  const spans = item.spansAt(["config", ...path]);
  // What is missing is missing below a key: all that stands there would be underlined for it.
  const isAtKey = isAboutKey || missing !== undefined || path.length === 0;
  const inList = typeof path.at(-1) === "number";
  const underlined = isAtKey && !inList ? spans?.key : spans?.value;
  return {
    code: "config/invalid",
    severity: isAboutKey ? "warning" : "error",
    message: `${["config", ...path].join(".")} ${message}.`,
    span: underlined ?? item.headSpan,
    ...(suggestion && { data: { suggestion } }),
    ...(missing !== undefined && { data: { missing, path } }),
  };
}
