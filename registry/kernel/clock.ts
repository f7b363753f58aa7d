import type { Clock } from "./types.ts";

/** The clocks of the process. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
};
