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
  const { vault, manifests, log } = follower;
  const tell = (): void => {
    tellBoth(follower).catch((error: unknown) => {
      log.warn(`Telling of a stored secret: ${messageOf(error)}`);
    });
  };
  return Disposable.from(
    manifests.onDidChange(tell),
    vault.onDidChange((scope) => {
      if (scope === manifests.current?.folder.uri.toString()) tell();
    }),
  );
}

/** The names go to the language server, the values to the host and nowhere else. */
async function tellBoth({ vault, manifests, registry, language }: SecretFollower): Promise<void> {
  const scope = manifests.current?.folder.uri.toString();
  const secrets = scope === undefined ? {} : await vault.all(scope);
  language.tellStoredSecrets({ names: Object.keys(secrets) });
  if (registry.state.kind === "running") await registry.state.host.storedSecretsChanged(secrets);
}
