import type { SecretSource, SecretStatus } from "../../schemas/index.ts";

/** One secret in a line: where it was found, or where it was looked for. */
export function wordSecret(secret: SecretStatus): string {
  return `${secret.name} ${secret.kind}: ${wordWhere(secret)}`;
}

export function wordWhere(secret: SecretStatus): string {
  switch (secret.kind) {
    case "present":
      return wordSource(secret.source);
    case "missing":
      return `looked at ${secret.looked.join(", ")}`;
    case "unknown":
      return `${secret.unreadable} cannot be read (${secret.reason})`;
  }
}

function wordSource(source: SecretSource): string {
  switch (source.kind) {
    case "manifest":
      return "the manifest";
    case "manifest-env":
      return `environment variable ${source.variable}, named in the manifest`;
    case "environment":
      return `environment variable ${source.variable}`;
    case "secret-store":
      return "the editor's secret storage";
    case "dotenv":
      return source.file;
    case "secrets-file":
      return `${source.file} (${source.scope})`;
  }
}
