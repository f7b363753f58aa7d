import type { SecretSource, SecretStatus } from "../../schemas/index.ts";

/** Which secret, for which plugin. The scope in the secrets file is the plugin's manifest name. */
export interface SecretQuery {
  readonly name: string;
  readonly plugin: string;
  /** `config.secrets` as the manifest has it: anything. */
  readonly overrides: unknown;
}

/** A value with where it came from. Stays inside the process that runs the plugin. */
export interface ResolvedSecret {
  readonly value: unknown;
  readonly source: SecretSource;
}

/** What the chain reads from. Files are absolute paths, null when there is none (or they must not be read). */
export interface SecretPlaces {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The editor's store: values in the host, `null` values in the language server, which knows the names only. */
  readonly stored: ReadonlyMap<string, string | null>;
  readonly dotenvFile: string | null;
  readonly secretsFile: string | null;
}

/** The resolution chain of `contracts.md` A5: the same code in the language server and the registry. */
export interface SecretChain {
  /** Without the value. */
  status(query: SecretQuery): SecretStatus;
  /** With the value; null when missing or unknown. */
  resolve(query: SecretQuery): ResolvedSecret | null;
}
