/**
 * Work that waits only where it must: the steps run synchronously as long as what they wait for is not a promise. A
 * reload whose lifecycle methods are synchronous is thus over before any other code can see the registry between two instances.
 */
export type Steps<Result> = Generator<Promise<unknown>, Result, unknown>;

/** Waits for a value inside of steps. */
export function* settled<Value>(value: Value | Promise<Value>): Steps<Value> {
  // The runner sends back what the yielded promise was fulfilled with.
  return value instanceof Promise ? ((yield value) as Value) : value;
}

/** Runs steps to their end. The promises that they wait for must not reject. */
export function runSteps<Result>(steps: Steps<Result>): Result | Promise<Result> {
  const first = steps.next();
  return first.done ? first.value : resume(steps, first.value);
}

async function resume<Result>(steps: Steps<Result>, first: Promise<unknown>): Promise<Result> {
  let awaited = first;
  for (;;) {
    const next = steps.next(await awaited);
    if (next.done) return next.value;
    awaited = next.value;
  }
}
