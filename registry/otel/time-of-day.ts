/** The time of day was set, or the machine slept: less is how finely it is told. */
const DRIFT_MS = 20;

let offsetMs = Date.now() - performance.now();

/**
 * The time of day in ms, as finely as the monotonic clock. Two readings are in the order in which they were made, so that a span does not
 * end before its children by what `Date.now()` rounds away; unless the time of day was set in between.
 */
export function timeOfDay(): number {
  const now = performance.now();
  const wall = Date.now();
  if (Math.abs(wall - now - offsetMs) > DRIFT_MS) offsetMs = wall - now;
  return now + offsetMs;
}
