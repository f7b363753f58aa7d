import { isKeyAlready, keyText } from "./entry-keys.ts";
import type { CompletionPlace } from "./place.ts";
import { escapeSnippet, type Suggestion } from "./suggestion.ts";

/** The secrets that the class requires and `config.secrets` does not mention. */
export function secretNames({ lookup, cursor, file }: CompletionPlace): Suggestion[] {
  const required = lookup?.kind === "found" ? (lookup.facts.requiredSecrets ?? []) : [];
  return required
    .filter(({ name }) => !cursor.siblings.includes(name))
    .map(({ name }) => ({
      label: name,
      kind: "Field",
      ...(isKeyAlready(file, cursor)
        ? {}
        : {
            newText: `${escapeSnippet(name)}: { env: \${1:${escapeSnippet(name)}} }`,
            plainText: `${name}: { env: ${name} }`,
          }),
      detail: "required by the class",
      rank: 0,
    }));
}

/** How one secret may be overridden. */
export function overrideKeys({ cursor, file }: CompletionPlace): Suggestion[] {
  return [
    { label: "env", detail: "the environment variable that holds it", rank: 0 },
    { label: "value", detail: "the value itself, for everybody to read", rank: 2 },
  ]
    .filter(({ label }) => !cursor.siblings.includes(label))
    .map((key) => ({ ...key, kind: "Field", ...keyText(key.label, file, cursor) }));
}

/** Names of environment variables: never what they hold. */
export function variableNames(
  place: CompletionPlace,
  wrap: (name: string) => string,
): Suggestion[] {
  const { workspace, roots } = place;
  const inEnvironment = Object.keys(workspace.environment).toSorted();
  const inDotenv = roots ? workspace.secrets.dotenvNames(roots.workspaceFolder) : [];
  const known = new Set(inEnvironment);
  return [
    ...inEnvironment.map((name) => ({ name, detail: "environment variable" })),
    ...inDotenv.filter((name) => !known.has(name)).map((name) => ({ name, detail: "from .env" })),
  ].map(({ name, detail }) => ({
    label: name,
    kind: "Variable",
    newText: wrap(name),
    detail,
    rank: /TOKEN|SECRET|KEY|PASSWORD/.test(name) ? 0 : 1,
  }));
}
