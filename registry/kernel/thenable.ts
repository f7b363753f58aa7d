/**
 * Waits for what a piece of plugin code returned, if it has to be waited for: anything with a `then` method. Reading it may run
 * the plugin's own getter or proxy, so a throw there counts as a rejection. Answers false, and calls nobody, for any other value.
 */
export function whenSettled(
  result: unknown,
  fulfilled: (value: unknown) => void,
  rejected: (error: unknown) => void,
): boolean {
  if (result === null || (typeof result !== "object" && typeof result !== "function")) return false;
  try {
    if (result instanceof Promise) {
      void nativeThen.call(result, fulfilled, rejected);
      return true;
    }
    if (typeof (result as { then?: unknown }).then !== "function") return false;
  } catch {
    // A proxy, or a promise whose `constructor` throws: the engine's own resolution copes with both.
  }
  void new Promise((resolve) => resolve(result)).then(fulfilled, rejected);
  return true;
}

/**
 * Whether a value is a promise whose `then` is everybody's: the engine is best at calling that directly. Throws what a proxy of the
 * plugin throws.
 */
export function isOrdinaryPromise(result: unknown): result is Promise<unknown> {
  return result instanceof Promise && result.then === nativeThen;
}

// Called with a promise as `this` that brings a `then` of its own.
// oxlint-disable-next-line typescript/unbound-method
const nativeThen = Promise.prototype.then;
