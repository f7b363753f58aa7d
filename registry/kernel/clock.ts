import type { Clock } from "./types.ts";

/** The clocks of the process. */
export const systemClock: Clock = {
  now: performance.now.bind(performance), // A call less than through an arrow function.
  wall: () => Date.now(),
};
