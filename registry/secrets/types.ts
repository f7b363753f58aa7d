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

/**
 * What the chain reads from. Files are absolute paths, null when there is none. The chain reads the object anew for
 * every query, so its owner may exchange what is in it.
 */
export interface SecretPlaces {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The editor's store: values in the host, `null` values in the language server, which knows the names only. */
  readonly stored: ReadonlyMap<string, string | null>;
  readonly dotenvFile: string | null;
  readonly secretsFile: string | null;
  /** False in an untrusted workspace: no file is opened, and what only a file could tell is `unknown`. */
  readonly trusted: boolean;
}

/** The resolution chain of Agent PM, with provenance: the same code in the language server and the registry. */
export interface SecretChain {
  /** Without the value. */
  status(query: SecretQuery): SecretStatus;
  /** With the value; null when missing, unknown, or stored where only its name is known. */
  resolve(query: SecretQuery): ResolvedSecret | null;
  /**
   * What logs must not show: every value of the store and the secrets file, and of the environment and `.env`, which
   * hold much else, those of `names`; of `.env` also those whose name says that they are secret.
   */
  valuesToRedact(names: Iterable<string>): readonly unknown[];
  /** Forgets what was read of the files. Needed only where a change leaves a file's size and times as they were. */
  invalidate(): void;
}
