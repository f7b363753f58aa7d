import { EventEmitter, type Disposable, type Event, type SecretStorage } from "vscode";
import { StoredSecrets, type SecretValues } from "./stored-secrets.ts";

/**
 * What *Set Secret…* stored, in the editor's encrypted SecretStorage. Each workspace folder has its own secrets, so that
 * one project's plugins cannot ask for another's by name.
 */
export class SecretVault implements Disposable {
  readonly #secrets: StoredSecrets;
  readonly #changed = new EventEmitter<string>();
  readonly #subscription: Disposable;

  /** The scope (a folder's URI) whose secrets changed, in this window or another. */
  readonly onDidChange: Event<string> = this.#changed.event;

  constructor(storage: SecretStorage) {
    this.#secrets = new StoredSecrets(storage);
    this.#subscription = storage.onDidChange(({ key }) => {
      const scope = StoredSecrets.scopeOf(key);
      if (scope === null) return;
      this.#changed.fire(scope);
      // A store that cannot be read or written now is found out by the next who asks for a secret.
      this.#secrets.repair(scope).catch(() => undefined);
    });
  }

  /** `scope` is the workspace folder's URI, as text. Secrets that cannot be read are none. */
  all(scope: string): Promise<SecretValues> {
    return this.#secrets.all(scope);
  }

  async names(scope: string): Promise<readonly string[]> {
    return Object.keys(await this.all(scope)).toSorted();
  }

  set(scope: string, name: string, value: string): Promise<void> {
    return this.#secrets.set(scope, name, value);
  }

  clear(scope: string, name: string): Promise<void> {
    return this.#secrets.clear(scope, name);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
