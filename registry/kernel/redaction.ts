import { redact } from "../secrets/index.ts";

/** Remembers the secrets' values that were handed to plugins, and takes them out of every text about a failure. */
export class Redaction {
  readonly #values = new Set<unknown>();
  readonly #further: (text: string) => string;

  constructor(further: (text: string) => string = (text) => text) {
    this.#further = further;
  }

  remember(value: unknown): void {
    this.#values.add(value);
  }

  /** The text without any value that was remembered. */
  clean(text: string): string {
    return this.#further(redact(text, this.#values));
  }
}
