import { randomBytes } from "node:crypto";
import type { SecretStorage } from "vscode";
import { SerialQueue } from "../base/index.ts";

const STORED_AS = "patchbay.operatorApiKey:";
/** As much as the strongest symmetric cipher has: nobody guesses it. */
const KEY_BYTES = 32;

/** The key of each folder's operator API, in the editor's encrypted SecretStorage: made once, and then the same. */
export class ApiKeys {
  readonly #storage: SecretStorage;
  readonly #queue = new SerialQueue();

  constructor(storage: SecretStorage) {
    this.#storage = storage;
  }

  /** `scope` is the workspace folder's URI, as text. */
  of(scope: string): Promise<string> {
    return this.#queue.add(async () => {
      return (await this.#storage.get(STORED_AS + scope)) ?? this.#make(scope);
    });
  }

  /** Makes another one: the old one opens nothing any more once the API was opened again. */
  replace(scope: string): Promise<string> {
    return this.#queue.add(() => this.#make(scope));
  }

  async #make(scope: string): Promise<string> {
    const key = randomBytes(KEY_BYTES).toString("base64url");
    await this.#storage.store(STORED_AS + scope, key);
    return key;
  }
}
