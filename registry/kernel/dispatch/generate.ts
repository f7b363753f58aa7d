import type { PluginCalls } from "../plugin-calls.ts";
import type { Exceptions, FireRow } from "./fast-fire.ts";
import { callFor } from "./handler-call.ts";
import type { Listener } from "./listener.ts";

/** Longer functions are optimised late or not at all. */
const CHUNK = 32;

/** One chunk of the generated code: calls its handlers, beginning with the stamp before the first. */
type FireChunk = (payload: unknown, stamps: Float64Array, at: number) => void;

/**
 * Code for exactly these handlers, one call site for each, which the engine can inline: three times as fast as the loop. Null
 * where the process forbids code from strings (`--disallow-code-generation-from-strings`).
 */
export function generateFire(
  calls: PluginCalls,
  listeners: readonly Listener[],
  exceptions: Exceptions,
): FireRow | null {
  const chunks: FireChunk[] = [];
  for (let first = 0; first < listeners.length; first += CHUNK) {
    const chunk = generateChunk(calls, listeners.slice(first, first + CHUNK), first, exceptions);
    if (chunk === null) return null;
    chunks.push(chunk);
  }
  const { clock } = calls;
  return (payload, stamps, at) => {
    stamps[at] = clock.now();
    for (let index = 0; index < chunks.length; index++) {
      chunks[index]?.(payload, stamps, at + index * CHUNK);
    }
  };
}

function generateChunk(
  { clock, marker }: PluginCalls,
  listeners: readonly Listener[],
  first: number,
  exceptions: Exceptions,
): FireChunk | null {
  const marked = marker !== null;
  const parameters = ["clock", "marker", "exceptions", "callFor", "listeners"];
  const constants = listeners.map(
    (_, index) =>
      `const l${index} = listeners[${index}], h${index} = l${index}.handler, ` +
      `i${index} = l${index}.instance, c${index} = l${index}.sharedCall;`,
  );
  const statements = listeners.map((listener, index) => {
    const call = listener.takesCall ? `callFor(l${index})` : `c${index}`;
    const enter = marked ? `marker.enter(${listener.slot.number});` : "";
    const leave = marked ? "marker.leave();" : "";
    const slot = first + index;
    return `
      try {
        ${enter}
        result = h${index}.call(i${index}, payload, ${call});
        ${leave}
        stamps[at + ${index + 1}] =
          result !== undefined && exceptions.adopt(${slot}, result, stamps[at + ${index}])
            ? -clock.now() : clock.now();
      } catch (error) {
        ${leave}
        now = clock.now();
        stamps[at + ${index + 1}] = -now;
        exceptions.threw(${slot}, error, stamps[at + ${index}], now);
      }`;
  });
  const body = `"use strict"; ${constants.join("\n")}
    return function fireChunk(payload, stamps, at) { let result, now; ${statements.join("")} };`;
  try {
    // Made of numbers only: nothing that a plugin or manifest says is part of the text.
    // oxlint-disable-next-line typescript/no-implied-eval
    const make = new Function(...parameters, body) as (...values: unknown[]) => FireChunk;
    return make(clock, marker, exceptions, callFor, listeners);
  } catch {
    return null; // Code from strings is forbidden here, and the loop does the same.
  }
}
