import { createParser, type EventSourceMessage } from "eventsource-parser";
import { logLineSchema, type LogLine } from "../../../schemas/index.ts";
import type { Outcome } from "../../operator/operations/index.ts";
import { baseOf, type ServiceAddress } from "./remote-target.ts";

/** Lines that are kept are asked for from the oldest on; the server says when it does not have those any more. */
const STEPS_BACK = [Number.POSITIVE_INFINITY, 1_900, 500, 100, 20];

export interface FollowOptions {
  /** Go on with what is written from now on, until the signal. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  readonly onLine: (line: LogLine) => void;
}

/** What plugins wrote: the lines that the service still has, then those to come. */
export async function followLogs(
  address: ServiceAddress,
  options: FollowOptions,
): Promise<Outcome<null>> {
  try {
    const newest = await idOfNewest(address);
    if (newest.kind === "problem") return newest;
    const { run, number } = newest.value;
    for (const steps of STEPS_BACK) {
      const since = Math.max(0, number - steps);
      const isComplete = await readSince(address, options, `${run}-${since}`, number);
      if (isComplete || since === 0) break;
    }
    if (!options.follow || options.signal.aborted) return { kind: "done", value: null };
    const detail = `${address.url} has ended, so nothing is followed any more. Repeat the command when it runs again.`;
    return { kind: "problem", problem: { code: "plugin/unavailable", detail } };
  } catch (error) {
    if (options.signal.aborted) return { kind: "done", value: null };
    const detail = `${address.url} ended the connection: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: "problem", problem: { code: "plugin/unavailable", detail } };
  }
}

interface EventId {
  readonly run: string;
  readonly number: number;
}

async function idOfNewest(address: ServiceAddress): Promise<Outcome<EventId>> {
  const ended = new AbortController();
  try {
    for await (const event of events(address, null, ended.signal)) {
      if (typeof event === "number") return refused(address, event);
      const [run = "", number = "0"] = (event.id ?? "").split("-");
      return { kind: "done", value: { run, number: Number(number) } };
    }
    return refused(address, 502);
  } finally {
    ended.abort();
  }
}

/** False: the server does not have the events since then any more. */
async function readSince(
  address: ServiceAddress,
  { follow, signal, onLine }: FollowOptions,
  lastEventId: string,
  newest: number,
): Promise<boolean> {
  const [, since = "0"] = lastEventId.split("-");
  if (!follow && Number(since) >= newest) return true;
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  try {
    let isFirst = true;
    for await (const event of events(address, lastEventId, stop)) {
      if (typeof event === "number") return true;
      if (isFirst && event.event === "snapshot") return false;
      isFirst = false;
      if (event.event === "logs") {
        for (const line of logLineSchema.array().parse(JSON.parse(event.data))) onLine(line);
      }
      if (!follow && Number(event.id?.split("-")[1]) >= newest) return true;
    }
    return true;
  } finally {
    ended.abort();
  }
}

/** The events of a connection, or the status that it was refused with. */
async function* events(
  { url, key }: ServiceAddress,
  lastEventId: string | null,
  signal: AbortSignal,
): AsyncGenerator<EventSourceMessage | number> {
  const response = await fetch(`${baseOf(url)}/events`, {
    headers: {
      accept: "text/event-stream",
      ...(key !== null && { "x-api-key": key }),
      ...(lastEventId !== null && { "last-event-id": lastEventId }),
    },
    signal,
    redirect: "error", // The key is for this server only.
  });
  if (!response.ok || !response.body) {
    yield response.status;
    return;
  }
  const waiting: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => waiting.push(event) });
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    parser.feed(text);
    yield* waiting.splice(0);
  }
}

function refused({ url, key }: ServiceAddress, status: number): Outcome<never> {
  const advice = key === null ? "Set PLUGINS_API_KEY." : "Is PLUGINS_API_KEY the operator's key?";
  const detail = `${url} does not show its logs (status ${status}). ${advice}`;
  return { kind: "problem", problem: { code: "plugin/unavailable", detail } };
}
