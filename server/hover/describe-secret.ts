import type { SecretSource, SecretStatus } from "../../schemas/index.ts";
import { code, paragraphs } from "./describe-class.ts";

/** Where a secret comes from, or where it was looked for. Never its value. */
export function describeSecret(status: SecretStatus): string {
  const name = `Secret ${code(status.name)}`;
  switch (status.kind) {
    case "present":
      return `${name} is set: ${wordSource(status.source)}.`;
    case "missing":
      return paragraphs(
        `${name} is set nowhere. Looked at, in this order:`,
        status.looked.map((place, index) => `${index + 1}. ${place}`).join("\n"),
      );
    case "unknown":
      return `Whether ${name} is set is not known: ${status.unreadable} was not read, because ${status.reason}.`;
  }
}

function wordSource(source: SecretSource): string {
  switch (source.kind) {
    case "manifest":
      return "in this manifest, for everybody to read";
    case "manifest-env":
      return `environment variable ${code(source.variable)}, which the manifest names`;
    case "environment":
      return `environment variable ${code(source.variable)}`;
    case "secret-store":
      return "the editor's secret store";
    case "dotenv":
      return code(source.file);
    case "secrets-file":
      return `${code(source.file)} (${source.scope === "plugin" ? "the plugin's own section" : source.scope})`;
  }
}
