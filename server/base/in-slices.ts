/** Short enough that diagnostics which wait for it come as if nobody had asked. */
const SLICE_MS = 4;

/**
 * Does `work` for one thing after the other, and lets what arrives meanwhile have its turn after every few
 * milliseconds. Null as soon as `isWanted` says no.
 */
export async function inSlices<Thing, Result>(
  things: Iterable<Thing>,
  work: (thing: Thing) => readonly Result[],
  isWanted: () => boolean,
): Promise<Result[] | null> {
  const results: Result[] = [];
  let sliceEndsAt = performance.now() + SLICE_MS;
  for (const thing of things) {
    if (performance.now() >= sliceEndsAt) {
      await nextTurn();
      if (!isWanted()) return null;
      sliceEndsAt = performance.now() + SLICE_MS;
    }
    results.push(...work(thing));
  }
  return results;
}

/** What has arrived by now goes first. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
