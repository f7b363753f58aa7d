import { callFor } from "./handler-call.ts";
import type { Listener } from "./listener.ts";

/** Calls everybody, in order. Never throws. */
export type CallRow = (payload: unknown) => void;

/** What happens to a call that did not just return nothing. Neither method throws. */
export interface RowExceptions {
  /** A handler returned something: a promise has to be taken care of. */
  adopt(listener: Listener, result: unknown): void;
  threw(listener: Listener, error: unknown): void;
}

/** More in one function is more than the engine inlines. */
const LISTENERS_PER_PART = 32;

/** Tells one text from all others: two functions of the same text share what the engine has learnt of either. */
let written = 0;

/** One piece of code for any listeners: ready at once. */
export function loopOver(listeners: readonly Listener[], exceptions: RowExceptions): CallRow {
  return (payload) => {
    for (const listener of listeners) {
      const call = listener.takesCall ? callFor(listener) : listener.sharedCall;
      try {
        const result = listener.handler.call(listener.instance, payload, call);
        if (result !== undefined) exceptions.adopt(listener, result);
      } catch (error) {
        exceptions.threw(listener, error);
      }
    }
  };
}

/**
 * The same, written out call by call: each has a place in the code of its own, so that the engine knows who is called there and
 * inlines them. A tenth of what the loop takes, and worth it only for a hook that is fired thousands of times, as it has to be
 * compiled. Where the process may not make code from text, the loop it is.
 */
export function writeOut(listeners: readonly Listener[], exceptions: RowExceptions): CallRow {
  try {
    const parts: CallRow[] = [];
    for (let at = 0; at < listeners.length; at += LISTENERS_PER_PART) {
      parts.push(partOf(listeners.slice(at, at + LISTENERS_PER_PART), exceptions));
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : sequenceOf(parts);
  } catch {
    return loopOver(listeners, exceptions);
  }
}

function partOf(listeners: readonly Listener[], exceptions: RowExceptions): CallRow {
  const constants = listeners.map(
    (_, n) => `const { handler: h${n}, instance: i${n}, sharedCall: c${n} } = l${n};`,
  );
  const calls = listeners.map(({ takesCall }, n) => {
    const call = takesCall ? `callFor(l${n})` : `c${n}`;
    return `try {
      const result = h${n}.call(i${n}, payload, ${call});
      if (result !== undefined) exceptions.adopt(l${n}, result);
    } catch (error) { exceptions.threw(l${n}, error); }`;
  });
  const names = listeners.map((_, n) => `l${n}`);
  const code = `${constants.join("\n")}\nreturn (payload) => {\n${calls.join("\n")}\n};`;
  return compile(["exceptions", "callFor", ...names], code, [exceptions, callFor, ...listeners]);
}

function sequenceOf(parts: readonly CallRow[]): CallRow {
  const names = parts.map((_, n) => `part${n}`);
  const calls = names.map((name) => `${name}(payload);`);
  return compile(names, `return (payload) => { ${calls.join(" ")} };`, parts);
}

/** Nothing of a plugin or a manifest is in the text: names are made of numbers. */
function compile(names: readonly string[], code: string, values: readonly unknown[]): CallRow {
  // oxlint-disable-next-line typescript/no-implied-eval
  const make = new Function(...names, `// ${++written}\n${code}`) as (...all: unknown[]) => CallRow;
  return make(...values);
}
