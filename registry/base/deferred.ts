/** A promise, and how to settle it. `Promise.withResolvers` is newer than the oldest Node that is supported. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
}

export function deferred<Value>(): Deferred<Value> {
  const held: { resolve: (value: Value) => void } = { resolve: () => undefined };
  const promise = new Promise<Value>((resolve) => {
    held.resolve = resolve;
  });
  return { promise, resolve: (value) => held.resolve(value) };
}
