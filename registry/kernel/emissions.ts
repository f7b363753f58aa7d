/**
 * Events of one plugin that are under way at once. Nobody means to have more: it is a loop that never gives the thread back,
 * and memory would be gone long before anybody noticed.
 */
const MOST_UNDER_WAY = 10_000;

/** Events inside of handlers inside of events. Nobody means to have more: plugins answer each other's events without end. */
const MOST_NESTED = 64;

const DROPPED = Promise.resolve();

/** How deep the events of all plugins of a registry are nested at the moment. */
interface Nesting {
  depth: number;
}

/** Counts the events of one plugin, and drops those beyond the limits. */
export class Emissions {
  readonly #nesting: Nesting;
  readonly #onDrop: (reason: string) => void;
  #underWay = 0;
  #dropping = false;

  /** `onDrop` is told once for each flood. */
  constructor(nesting: Nesting, onDrop: (reason: string) => void) {
    this.#nesting = nesting;
    this.#onDrop = onDrop;
  }

  /** Fires an event, or drops it. What `fire` answers with must not reject. */
  emit(fire: () => Promise<unknown>): Promise<void> {
    if (this.#underWay >= MOST_UNDER_WAY) return this.#drop(`${MOST_UNDER_WAY} were under way`);
    if (this.#nesting.depth >= MOST_NESTED) {
      return this.#drop(`${MOST_NESTED} were nested in each other`);
    }
    this.#underWay++;
    this.#nesting.depth++;
    const fired = fire();
    this.#nesting.depth--;
    return this.#finish(fired);
  }

  async #finish(fired: Promise<unknown>): Promise<void> {
    await fired;
    this.#underWay--;
    this.#dropping = false;
  }

  #drop(reason: string): Promise<void> {
    if (!this.#dropping) this.#onDrop(reason);
    this.#dropping = true;
    return DROPPED;
  }
}
