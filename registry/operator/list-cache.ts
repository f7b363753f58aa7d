/** Plugins do things that nobody tells at once: a handler that waited for something ends. */
const MAX_AGE_MS = 100;

/**
 * The answer to the question that dashboards ask all the time, as bytes: made again only when a plugin ran or something
 * changed since, and at most once at a time.
 */
export class ListCache {
  readonly #activity: () => string;
  readonly #make: () => Promise<unknown>;
  #kept: {
    readonly activity: string;
    readonly at: number;
    readonly bytes: Promise<Buffer>;
  } | null = null;

  constructor(activity: () => string, make: () => Promise<unknown>) {
    this.#activity = activity;
    this.#make = make;
  }

  get(): Promise<Buffer> {
    const activity = this.#activity();
    const now = performance.now();
    const kept = this.#kept;
    if (kept && kept.activity === activity && now - kept.at < MAX_AGE_MS) return kept.bytes;
    const bytes = this.#make().then((value) => Buffer.from(JSON.stringify(value)));
    this.#kept = { activity, at: now, bytes };
    bytes.catch(() => {
      this.#kept = null;
    });
    return bytes;
  }
}
