import { EventEmitter, type Disposable, type Event, type SecretStorage } from "vscode";
import { SerialQueue } from "../base/index.ts";
import { readBundle, type StoredSecrets } from "./secret-bundle.ts";

const KEY_PREFIX = "patchbay.secrets:";

/**
 * What *Set Secret…* stored, in the editor's encrypted SecretStorage. Each workspace folder has its own bundle, so
 * that one project's plugins cannot ask for another's secrets by name; the names are in the bundle too, and nothing
 * can get out of step.
 */
export class SecretVault implements Disposable {
  readonly #storage: SecretStorage;
  readonly #queue = new SerialQueue();
  readonly #changed = new EventEmitter<string>();
  readonly #subscription: Disposable;

  /** The scope (a folder's URI) whose secrets changed, in this window or another. */
  readonly onDidChange: Event<string> = this.#changed.event;

  constructor(storage: SecretStorage) {
    this.#storage = storage;
    this.#subscription = storage.onDidChange(({ key }) => {
      if (key.startsWith(KEY_PREFIX)) this.#changed.fire(key.slice(KEY_PREFIX.length));
    });
  }

  /** `scope` is the workspace folder's URI, as text. A bundle that cannot be read has no secrets to give. */
  async all(scope: string): Promise<StoredSecrets> {
    return (await this.#read(scope)) ?? {};
  }

  async names(scope: string): Promise<readonly string[]> {
    return Object.keys(await this.all(scope)).toSorted();
  }

  set(scope: string, name: string, value: string): Promise<void> {
    return this.#update(scope, (secrets) => ({ ...secrets, [name]: value }));
  }

  clear(scope: string, name: string): Promise<void> {
    return this.#update(scope, ({ [name]: _cleared, ...rest }) => rest);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #read(scope: string): Promise<StoredSecrets | null> {
    return readBundle(await this.#storage.get(KEY_PREFIX + scope));
  }

  /** Rejects, with words for the user, rather than write over what cannot be read. */
  #update(scope: string, change: (secrets: StoredSecrets) => StoredSecrets): Promise<void> {
    return this.#queue.add(async () => {
      const secrets = await this.#read(scope);
      if (!secrets) {
        throw new Error(
          "The secrets that are stored for this folder cannot be read, so they were left as they are. Another version of Patchbay may have stored them: update it, or set the secret in the environment.",
        );
      }
      const changed = change(secrets);
      const key = KEY_PREFIX + scope;
      if (Object.keys(changed).length === 0) await this.#storage.delete(key);
      else await this.#storage.store(key, JSON.stringify(changed));
    });
  }
}
