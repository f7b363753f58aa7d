import { Disposable, type LogOutputChannel } from "vscode";
import { messageOf } from "../base/index.ts";
import type { LanguageService } from "../language/index.ts";
import type { ManifestTracker } from "../manifest/index.ts";
import type { RegistryClient } from "../host/index.ts";
import type { SecretVault } from "./secret-vault.ts";

export interface SecretFollower {
  readonly vault: SecretVault;
  readonly manifests: ManifestTracker;
  readonly registry: RegistryClient;
  readonly language: LanguageService;
  readonly log: LogOutputChannel;
}

/** Keeps the host's values and the language server's names as the store has them. */
export function followSecrets(follower: SecretFollower): Disposable {
  const { manifests, registry, vault, log } = follower;
  /** Something was stored while no host answered: the one that starts may have read the store before that. */
  let isHostBehind = false;
  const attempt = (telling: Promise<void>): void => {
    telling.catch((error: unknown) => {
      log.warn(`Telling of a stored secret: ${messageOf(error)}`);
    });
  };
  const tellHost = (): void => {
    isHostBehind = registry.state.kind !== "running";
    if (!isHostBehind) attempt(tellValues(follower));
  };
  return Disposable.from(
    // Another manifest has another host, which is given the values when it starts.
    manifests.onDidChange(() => attempt(tellNames(follower))),
    vault.onDidChange((scope) => {
      if (scope !== scopeOf(manifests)) return;
      attempt(tellNames(follower));
      tellHost();
    }),
    registry.onDidChangeState(({ kind }) => {
      if (kind === "running" && isHostBehind) tellHost();
    }),
  );
}

async function tellNames({ vault, manifests, language }: SecretFollower): Promise<void> {
  const scope = scopeOf(manifests);
  const names = scope === null ? [] : await vault.names(scope);
  if (scope === scopeOf(manifests)) language.tellStoredSecrets({ names });
}

/** To the host and nowhere else, and only to that of the folder which they are stored for. */
async function tellValues({ vault, manifests, registry }: SecretFollower): Promise<void> {
  const scope = scopeOf(manifests);
  const { state } = registry;
  if (scope === null || state.kind !== "running") return;
  const secrets = await vault.all(scope);
  if (scope !== scopeOf(manifests) || registry.state !== state) return;
  await registry.storedSecretsChanged(secrets);
}

function scopeOf({ current }: ManifestTracker): string | null {
  return current?.folder.uri.toString() ?? null;
}
