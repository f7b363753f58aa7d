import { statSync } from "node:fs";
import { Emitter, type Event } from "vscode-languageserver";
import {
  createSecretChain,
  locateSecretFiles,
  type SecretChain,
  type SecretQuery,
} from "../../registry/secrets/index.ts";
import type { SecretStatus } from "../../schemas/index.ts";
import { namesIn } from "./names-in-secret-files.ts";

/** Whether secrets are there, per workspace folder. Never tells a value. */
export class SecretDirectory {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #chains = new Map<string, SecretChain>();
  readonly #changed = new Emitter<void>();
  #isTrusted: boolean;
  #changes = 0;
  #stored: ReadonlyMap<string, null>;

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(
    environment: Readonly<Record<string, string | undefined>>,
    isTrusted: boolean,
    storedNames: readonly string[],
  ) {
    this.#environment = environment;
    this.#isTrusted = isTrusted;
    this.#stored = namesOnly(storedNames);
  }

  get isTrusted(): boolean {
    return this.#isTrusted;
  }

  status(query: SecretQuery, workspaceFolder: string): SecretStatus {
    return this.#chainOf(workspaceFolder).status(query);
  }

  /** Changes whenever a status may have changed: cheaper to ask than the statuses of a large manifest. */
  stamp(workspaceFolder: string): string {
    const { dotenvFile, secretsFile } = this.filesOf(workspaceFolder);
    return [this.#changes, ...[dotenvFile, secretsFile].map(changeTimeOf)].join(" ");
  }

  /** The editor's secret store holds these now. */
  storedNamesChanged(names: readonly string[]): void {
    this.#stored = namesOnly(names);
    this.filesChanged();
  }

  trustGranted(): void {
    if (this.#isTrusted) return;
    this.#isTrusted = true;
    this.filesChanged();
  }

  /** A `.env` or secrets file may have changed. */
  filesChanged(): void {
    this.#chains.clear();
    this.#changes += 1;
    this.#changed.fire();
  }

  /** The files that may be read for secrets; null when there is none, or when it must not be read. */
  filesOf(workspaceFolder: string): { dotenvFile: string | null; secretsFile: string | null } {
    if (!this.#isTrusted) return { dotenvFile: null, secretsFile: null };
    return locateSecretFiles(workspaceFolder, this.#environment);
  }

  /** The names that `.env` sets. */
  dotenvNames(workspaceFolder: string): readonly string[] {
    const { dotenvFile } = this.filesOf(workspaceFolder);
    return dotenvFile ? namesIn(dotenvFile).map(({ name }) => name) : [];
  }

  #chainOf(workspaceFolder: string): SecretChain {
    const known = this.#chains.get(workspaceFolder);
    if (known) return known;
    const chain = createSecretChain({
      environment: this.#environment,
      stored: this.#stored,
      trusted: this.#isTrusted,
      ...locateSecretFiles(workspaceFolder, this.#environment),
    });
    this.#chains.set(workspaceFolder, chain);
    return chain;
  }
}

function changeTimeOf(file: string | null): number | string {
  if (file === null) return "none";
  try {
    return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? "absent";
  } catch {
    // Whatever the reason: the status of each secret says it.
    return "unreadable";
  }
}

function namesOnly(names: readonly string[]): ReadonlyMap<string, null> {
  return new Map(names.map((name) => [name, null]));
}
