import type { Clock } from "./types.ts";

/**
 * Events of one plugin that are under way at once. Nobody means to have more: it is a loop that never gives the thread back,
 * and memory would be gone long before anybody noticed.
 */
const MOST_UNDER_WAY = 10_000;

/** Events inside of handlers inside of events. Nobody means to have more: plugins answer each other's events without end. */
const MOST_NESTED = 64;

/** Events of one plugin within the window, each waited for. Nobody means to have more: it keeps everybody else from their work. */
const MOST_IN_WINDOW = 200_000;
const WINDOW_MS = 10_000;

/** Reading the clock at every event would cost as much as delivering it. */
const EVENTS_PER_LOOK = 1_024;

/** How deep the events of all plugins of a registry are nested at the moment. */
interface Nesting {
  depth: number;
}

/** Counts the events of one plugin, and refuses those beyond the limits. */
export class Emissions {
  readonly #nesting: Nesting;
  readonly #clock: Clock;
  readonly #onFlood: (reason: string) => void;
  #underWay = 0;
  #inWindow = 0;
  #windowStartedAt = -Infinity;

  /** `onFlood` is told of every event that is beyond a limit. */
  constructor(nesting: Nesting, clock: Clock, onFlood: (reason: string) => void) {
    this.#nesting = nesting;
    this.#clock = clock;
    this.#onFlood = onFlood;
  }

  /** Fires an event and gives its result. Throws when it is beyond a limit: nothing less ends a loop. What `fire` answers with must not reject. */
  emit(fire: () => Promise<unknown>): Promise<unknown> {
    const reason = this.#reasonToRefuse();
    if (reason !== null) {
      this.#onFlood(reason);
      throw new Error(`The event was dropped: ${reason}`);
    }
    this.#underWay++;
    this.#nesting.depth++;
    const fired = fire();
    this.#nesting.depth--;
    // Not a promise of our own: whoever waits for the event would wait a turn longer.
    void fired.then(this.#ended);
    return fired;
  }

  #reasonToRefuse(): string | null {
    if (this.#underWay >= MOST_UNDER_WAY) return `${MOST_UNDER_WAY} were under way`;
    if (this.#nesting.depth >= MOST_NESTED) return `${MOST_NESTED} were nested in each other`;
    if (this.#inWindow % EVENTS_PER_LOOK === 0) {
      const now = this.#clock.now();
      if (now - this.#windowStartedAt > WINDOW_MS) {
        this.#windowStartedAt = now;
        this.#inWindow = 0;
      }
    }
    const isTooMany = ++this.#inWindow > MOST_IN_WINDOW;
    return isTooMany ? `${MOST_IN_WINDOW} within ${WINDOW_MS / 1_000} seconds` : null;
  }

  readonly #ended = (): void => {
    this.#underWay--;
  };
}
