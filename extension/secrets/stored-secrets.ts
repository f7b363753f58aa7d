import { SerialQueue } from "../base/serial-queue.ts";
import { readIndex } from "./secret-index.ts";

/** Names and values. Never log one, never send one anywhere but to the host. */
export type SecretValues = Readonly<Record<string, string>>;

/** A store of texts by key, which other windows write too: the editor's SecretStorage, as far as it is needed. */
export interface TextStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, text: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

const INDEX_PREFIX = "patchbay.secrets:";
const VALUE_PREFIX = "patchbay.secret:";

/**
 * Secrets by scope (a folder's URI, which holds no space) and name. Each value has a key of its own, so that no window ever
 * writes over what another has just stored; the store cannot list its keys, so the names stand in an index. Two windows
 * that write the index at once may lose a name there, never a value: `repair` puts the name back.
 */
export class StoredSecrets {
  readonly #store: TextStore;
  readonly #queue = new SerialQueue();
  /** What was set here, by scope: whose place in the index this window answers for. */
  readonly #ours = new Map<string, Set<string>>();

  constructor(store: TextStore) {
    this.#store = store;
  }

  /** The scope whose secrets a change of this key is about; null when it is not ours. */
  static scopeOf(key: string): string | null {
    if (key.startsWith(INDEX_PREFIX)) return key.slice(INDEX_PREFIX.length);
    if (!key.startsWith(VALUE_PREFIX)) return null;
    return key.slice(VALUE_PREFIX.length).split(" ", 1)[0] ?? null;
  }

  /** An index that cannot be read has no secrets to give. */
  async all(scope: string): Promise<SecretValues> {
    const names = (await this.#readIndex(scope)) ?? [];
    const values = await Promise.all(
      names.map(async (name) => [name, await this.#store.get(valueKey(scope, name))] as const),
    );
    return Object.fromEntries(values.filter((pair) => pair[1] !== undefined)) as SecretValues;
  }

  /** Rejects, with words for the user, when the index cannot be read: then nothing was changed. */
  set(scope: string, name: string, value: string): Promise<void> {
    return this.#queue.add(async () => {
      await this.#indexOrThrow(scope);
      const ours = this.#ours.get(scope) ?? new Set();
      this.#ours.set(scope, ours.add(name));
      await this.#store.store(valueKey(scope, name), value);
      await this.#addToIndex(scope, [name]);
    });
  }

  /** Rejects like `set`. */
  clear(scope: string, name: string): Promise<void> {
    return this.#queue.add(async () => {
      await this.#indexOrThrow(scope);
      this.#ours.get(scope)?.delete(name);
      // The value first: a name without a value is one that was cleared, and is put back by nobody.
      await this.#store.delete(valueKey(scope, name));
      const rest = (await this.#indexOrThrow(scope)).filter((other) => other !== name);
      if (rest.length === 0) await this.#store.delete(INDEX_PREFIX + scope);
      else await this.#writeIndex(scope, rest);
    });
  }

  /** Puts names that were set here, and whose values are there, back into an index that somebody else wrote without them. */
  repair(scope: string): Promise<void> {
    return this.#queue.add(async () => {
      const ours = [...(this.#ours.get(scope) ?? [])];
      const index = await this.#readIndex(scope);
      const lost: string[] = [];
      for (const name of index ? ours.filter((one) => !index.includes(one)) : []) {
        if ((await this.#store.get(valueKey(scope, name))) !== undefined) lost.push(name);
      }
      if (lost.length > 0) await this.#addToIndex(scope, lost);
    });
  }

  async #addToIndex(scope: string, names: readonly string[]): Promise<void> {
    const index = await this.#indexOrThrow(scope);
    const added = names.filter((name) => !index.includes(name));
    if (added.length > 0) await this.#writeIndex(scope, [...index, ...added]);
  }

  async #readIndex(scope: string): Promise<readonly string[] | null> {
    return readIndex(await this.#store.get(INDEX_PREFIX + scope));
  }

  async #indexOrThrow(scope: string): Promise<readonly string[]> {
    const index = await this.#readIndex(scope);
    if (index) return index;
    throw new Error(
      "The secrets that are stored for this folder cannot be read, so they were left as they are. Another version of Patchbay may have stored them: update it, or set the secret in the environment.",
    );
  }

  #writeIndex(scope: string, names: readonly string[]): PromiseLike<void> {
    return this.#store.store(INDEX_PREFIX + scope, JSON.stringify(names.toSorted()));
  }
}

function valueKey(scope: string, name: string): string {
  return `${VALUE_PREFIX}${scope} ${name}`;
}
