import { setTimeout as delay } from "node:timers/promises";
import { LONGEST_WAIT_MS } from "../../base/own-timers.ts";
import type { PluginRegistry } from "../../kernel/index.ts";
import type { RouteAnswer, RouteRequest } from "./protocol.ts";

/** A plugin that has more to say should hand out a link. */
const MAX_BODY_BYTES = 16 * 1_048_576;
/** Of these, a `Response` has none. Source: Fetch standard, "null body status". */
const WITHOUT_BODY = new Set([101, 103, 204, 205, 304]);

/** Has a plugin answer a request. Never rejects: what the plugin does is in the answer. */
export async function answerRoute(
  registry: PluginRegistry,
  deadlineMs: number,
  { method, url, headers, body, access }: RouteRequest,
): Promise<RouteAnswer> {
  const found = registry.findRoute(method, new URL(url).pathname);
  if (found.kind !== "found") return found;
  const { plugin } = found;
  if (found.access === "operator" && access !== "operator") return { kind: "forbidden", plugin };

  const cancel = new AbortController();
  const request = new Request(url, { method, headers: [...headers], body, signal: cancel.signal });
  const outcome = await found.answer(request, cancel.signal);
  switch (outcome.kind) {
    case "threw":
      return {
        kind: "threw",
        plugin,
        problem: registry.problemOf("plugin/threw-in-route", outcome.error),
      };
    case "timed-out":
      cancel.abort();
      return { kind: "timed-out", plugin, afterMs: outcome.afterMs };
    case "returned":
      break;
  }
  try {
    const late = delay(Math.min(deadlineMs, LONGEST_WAIT_MS), null, {
      ref: false,
      signal: cancel.signal,
    });
    const read = await Promise.race([readAnswer(plugin, outcome.value), late]);
    return read ?? { kind: "timed-out", plugin, afterMs: deadlineMs };
  } catch (error) {
    return { kind: "threw", plugin, problem: registry.problemOf("plugin/threw-in-route", error) };
  } finally {
    cancel.abort();
  }
}

async function readAnswer(plugin: string, value: unknown): Promise<RouteAnswer> {
  const response = isResponse(value) ? value : jsonResponse(value);
  return {
    kind: "answered",
    plugin,
    status: response.status,
    headers: [...response.headers],
    body: WITHOUT_BODY.has(response.status) ? null : await readBody(response),
  };
}

/** Also a `Response` of another realm. */
function isResponse(value: unknown): value is Response {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.prototype.toString.call(value) === "[object Response]"
  );
}

function jsonResponse(value: unknown): Response {
  return value === undefined ? new Response(null, { status: 204 }) : Response.json(value);
}

async function readBody(response: Response): Promise<Uint8Array | null> {
  if (response.body === null) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    // A plugin's own stream may have anything in it.
    const isBytes: boolean = ArrayBuffer.isView(chunk);
    if (!isBytes) throw new TypeError("The chunks of a body have to be bytes");
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new Error(`The answer is larger than ${MAX_BODY_BYTES} bytes`);
  }
  return new Uint8Array(Buffer.concat(chunks, size));
}
