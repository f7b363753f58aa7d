import { KNOWN_HOOKS } from "../../schemas/index.ts";
import { nearest } from "../../registry/base/nearest.ts";
import { handlerOf, type KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { Check, ManifestSubject } from "./subject.ts";

/** Are the listed hooks handled by the class, and does anything fire them? */
export const checkHooks: Check<ManifestSubject> = {
  name: "hooks",
  find: ({ entries }) => {
    const fired = firedHooks(entries);
    return entries.flatMap((subject) => findingsOf(subject, fired));
  },
};

/** Every hook that the platform or a plugin of the manifest fires. */
function firedHooks(entries: readonly KnownEntry[]): ReadonlySet<string> {
  const emitted = entries.flatMap(({ lookup }) =>
    lookup?.kind === "found" ? lookup.facts.emits.map(({ name }) => name) : [],
  );
  return new Set([...Object.keys(KNOWN_HOOKS), ...emitted]);
}

function findingsOf({ item, entry, lookup }: KnownEntry, fired: ReadonlySet<string>): Finding[] {
  const findings: Finding[] = [];
  for (const [index, hook] of (entry.hooks ?? []).entries()) {
    const span = item.spansAt(["hooks", index])?.value;
    if (!span) continue;
    if (!fired.has(hook)) {
      const suggestion = nearest(hook, [...fired]);
      findings.push({
        code: "hook/unknown",
        severity: suggestion ? "warning" : "information",
        message: `Nothing here fires ${hook}.${suggestion ? ` Did you mean ${suggestion}?` : " It is called only when your service fires it."}`,
        span,
        data: { suggestion },
      });
    }
    // Only a class whose bases are all known can be said to lack a method.
    if (lookup?.kind !== "found" || lookup.isPlugin !== "yes" || handlerOf(lookup.facts, hook)) {
      continue;
    }
    const suggestion = nearest(hook, lookup.facts.hooks?.map(({ name }) => name) ?? []);
    findings.push({
      code: "hook/not-handled",
      severity: "warning",
      message: `${lookup.facts.name} has no method ${hook}, so the hook does nothing.${suggestion ? ` Did you mean ${suggestion}?` : ""}`,
      span,
      data: { suggestion },
    });
  }
  return findings;
}
