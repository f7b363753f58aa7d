import type { Span } from "../../registry/base/text.ts";
import { nearest } from "../../registry/base/nearest.ts";
import type { SecretStatus } from "../../schemas/index.ts";
import { isRecord, type KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { Check, EntryCheck, SourceSubject } from "./subject.ts";

/** Is every secret there that an entry's class requires? What could not be read is never called missing. */
export const checkSecrets: EntryCheck = {
  name: "secrets",
  find: (known) => [
    ...known
      .secrets()
      .filter((status) => status.kind === "missing")
      .map((status) => missing(known, status)),
    ...notRequired(known),
  ],
};

/** What the entry supplies and nothing of its class asks for, as far as the class can be read in full. */
function notRequired({ item, entry, lookup }: KnownEntry): Finding[] {
  if (lookup?.kind !== "found" || lookup.isPlugin !== "yes") return [];
  const { name: className, complete, requiredSecrets, secretReads } = lookup.facts;
  if (!complete || !requiredSecrets || !secretReads || !isRecord(entry.secretOverrides)) return [];
  const asked = [...requiredSecrets, ...secretReads].map(({ name }) => name);
  return Object.keys(entry.secretOverrides).flatMap((name): Finding[] => {
    const span = asked.includes(name) ? null : item.spansAt(["config", "secrets", name])?.key;
    if (!span) return [];
    const suggestion = nearest(name, asked);
    const advice = suggestion ? ` Did you mean ${suggestion}?` : "";
    return [
      {
        code: "secret/not-required",
        severity: "information",
        message: `${className} neither requires nor reads a secret ${name}.${advice}`,
        span,
        data: { secret: name, ...(suggestion && { suggestion }) },
      },
    ];
  });
}

/** The same in the source, where a class declares the secret. */
export const checkSourceSecrets: Check<SourceSubject> = {
  name: "secrets in the source",
  find: ({ facts, uses }) =>
    (facts?.classes ?? []).flatMap((declared) =>
      (declared.requiredSecrets ?? []).flatMap(({ name, span }) => {
        const users = uses.flatMap((use) => {
          const status = use.secrets.find((secret) => secret.name === name);
          return use.className === declared.name && status?.kind === "missing"
            ? [{ plugin: use.plugin, status }]
            : [];
        });
        const [first] = users;
        if (!first) return [];
        const plugins = users.map(({ plugin }) => plugin).join(", ");
        return [findingAt(span, `required by ${plugins} in the manifest`, first.status, "warning")];
      }),
    ),
};

type Missing = Extract<SecretStatus, { kind: "missing" }>;

function missing({ item, entry, lookup }: KnownEntry, status: Missing): Finding {
  const override = item.spansAt(["config", "secrets", status.name]);
  const className = lookup?.kind === "found" ? lookup.facts.name : item.name;
  return findingAt(
    override?.key ?? item.headSpan,
    `required by ${className}`,
    status,
    entry.isEnabled ? "warning" : "hint",
  );
}

function findingAt(
  span: Span,
  why: string,
  { name, looked }: Missing,
  severity: Finding["severity"],
): Finding {
  return {
    code: "secret/missing",
    severity,
    message: `Secret ${name}, ${why}, is set nowhere. Looked at: ${looked.join("; ")}.`,
    span,
    data: { secret: name },
  };
}
