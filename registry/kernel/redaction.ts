/** Shorter values occur in ordinary text by accident; replacing them would garble messages and hide nothing. */
const SHORTEST_SECRET = 4;

/** Remembers the secrets' values that were handed to plugins, and takes them out of every text about a failure. */
export class Redaction {
  readonly #values = new Set<string>();
  readonly #further: (text: string) => string;

  constructor(further: (text: string) => string = (text) => text) {
    this.#further = further;
  }

  /** Remembers a value in every form in which a plugin may come to print it. */
  remember(value: unknown): void {
    if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") {
      this.#add(String(value));
    } else if (value !== null && typeof value === "object") {
      for (const part of Object.values(value)) this.remember(part);
    }
  }

  /** The text without any value that was remembered. */
  clean(text: string): string {
    let cleaned = text;
    for (const value of this.#values) {
      if (cleaned.includes(value)) cleaned = cleaned.replaceAll(value, "***");
    }
    return this.#further(cleaned);
  }

  #add(text: string): void {
    if (text.length < SHORTEST_SECRET) return;
    this.#values.add(text);
    const escaped = JSON.stringify(text).slice(1, -1);
    if (escaped !== text) this.#values.add(escaped);
  }
}
