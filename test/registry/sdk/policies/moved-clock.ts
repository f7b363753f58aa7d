import type { PolicyClock } from "../../../../registry/sdk/policies/index.ts";

/** A clock that stands still until somebody waits: then so much time has passed. */
export class MovedClock implements PolicyClock {
  #now = 0;
  readonly waits: number[] = [];

  readonly now = (): number => this.#now;

  readonly wait = async (ms: number, signal?: AbortSignal): Promise<void> => {
    this.waits.push(ms);
    this.#now += ms;
    signal?.throwIfAborted();
  };

  move(ms: number): void {
    this.#now += ms;
  }
}
