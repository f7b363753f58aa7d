import type { Finding } from "./finding.ts";
import { isRecord, type KnownEntry } from "../workspace/index.ts";
import type { EntryCheck } from "./subject.ts";

/** How issuers begin their tokens: GitHub, GitLab, Slack, OpenAI and Anthropic, AWS, Google, npm; and private keys. */
const TOKEN = /^(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|AKIA|AIza|npm_|-----BEGIN )/;
const SECRET_KEY = /(?:^|_)(?:token|secret|password|passwd|api_?key|private_?key)$/i;
/** Shorter values are words, names and placeholders. */
const SHORTEST_SECRET = 8;

/** Does the value of a secret stand in the manifest, where everybody reads it? Says where, never what. */
export const checkPlaintext: EntryCheck = {
  name: "plaintext secrets",
  find: findingsOf,
};

function findingsOf({ item, entry }: KnownEntry): Finding[] {
  if (!entry.config) return [];
  const overrides = isRecord(entry.secretOverrides) ? entry.secretOverrides : {};
  const literals = Object.entries(overrides).flatMap(([name, override]) => {
    const path = isRecord(override) ? [name, "value"] : [name];
    const value = isRecord(override) ? override["value"] : override;
    return typeof value === "string" && value !== ""
      ? [{ name, path: ["config", "secrets", ...path] }]
      : [];
  });
  const suspects = Object.entries(entry.config).flatMap(([name, value]) =>
    isSuspect(name, value) ? [{ name, path: ["config", name] }] : [],
  );
  return [...literals, ...suspects].flatMap(({ name, path }) => {
    const span = item.spansAt(path)?.value;
    if (!span) return [];
    return [
      {
        code: "secret/plaintext",
        severity: "warning",
        message: `The value of ${name} stands in the manifest, where everybody reads it. Set it as a secret and remove it here.`,
        span,
        data: { secret: name, path },
      },
    ];
  });
}

function isSuspect(name: string, value: unknown): boolean {
  if (typeof value !== "string" || value.length < SHORTEST_SECRET) return false;
  return TOKEN.test(value) || (SECRET_KEY.test(name) && !/\s|^\$\{|^[A-Z][A-Z0-9_]*$/.test(value));
}
