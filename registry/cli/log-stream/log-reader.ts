import type { EventSourceMessage } from "eventsource-parser";
import { logLineSchema, type LogLine } from "../../../schemas/index.ts";
import type { ServiceAddress } from "../target/index.ts";
import { connectToEvents, type EventConnection } from "./event-connection.ts";

/** Lines that are kept are asked for from the oldest on; the service says when it does not have those any more. */
const STEPS_BACK = [Number.POSITIVE_INFINITY, 1_900, 500, 100, 20, 0];

export interface LogReaderOptions {
  readonly signal: AbortSignal;
  readonly onLine: (line: LogLine) => void;
  /** A service lets it read. */
  readonly onOpen?: () => void;
}

/** Everything that there was to be read has been read, or why it cannot be. */
export type LogReading =
  { readonly kind: "ended" } | Exclude<EventConnection, { readonly kind: "open" }>;

/** One event of one run of a service. */
interface EventId {
  readonly run: string;
  readonly number: number;
}

/** Reads what plugins write, over as many connections as it takes: each line once, and all that the service still has. */
export class LogReader {
  readonly #options: LogReaderOptions;
  #seen: EventId | null = null;

  constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  /** What the service has by now. */
  async readKept(address: ServiceAddress): Promise<LogReading> {
    const newest = await this.#newestOf(address);
    return "kind" in newest ? newest : this.#readBack(address, newest, true);
  }

  /** What the service has and what comes, until the connection ends. */
  async readOn(address: ServiceAddress): Promise<LogReading> {
    if (this.#seen) {
      const read = await this.#readAfter(address, this.#seen, null);
      if (read.kind !== "gone") return read;
    }
    const newest = await this.#newestOf(address);
    return "kind" in newest ? newest : this.#readBack(address, newest, false);
  }

  async #newestOf(address: ServiceAddress): Promise<EventId | LogReading> {
    const { signal } = this.#options;
    const ended = new AbortController();
    const connection = await connectToEvents(
      address,
      null,
      AbortSignal.any([signal, ended.signal]),
    );
    if (connection.kind !== "open") return connection;
    try {
      for await (const { id } of connection.events) return readId(id);
      return { kind: "ended" };
    } finally {
      ended.abort();
    }
  }

  /** From the oldest line on that is kept and was not read. */
  async #readBack(
    address: ServiceAddress,
    newest: EventId,
    isKeptOnly: boolean,
  ): Promise<LogReading> {
    const { run, number } = newest;
    const known = this.#seen?.run === run ? this.#seen.number : 0;
    for (const steps of STEPS_BACK) {
      const since = Math.max(known, number - steps);
      if (isKeptOnly && since >= number) break;
      const until = isKeptOnly ? number : null;
      const read = await this.#readAfter(address, { run, number: since }, until);
      if (read.kind !== "gone") return read;
    }
    return { kind: "ended" };
  }

  /** `gone`: the service does not have the event after this one any more, or it is that of another run. */
  async #readAfter(
    address: ServiceAddress,
    { run, number: since }: EventId,
    until: number | null,
  ): Promise<LogReading | { readonly kind: "gone" }> {
    const { signal, onOpen } = this.#options;
    const ended = new AbortController();
    const stop = AbortSignal.any([signal, ended.signal]);
    const connection = await connectToEvents(address, `${run}-${since}`, stop);
    if (connection.kind !== "open") return connection;
    try {
      onOpen?.();
      for await (const event of connection.events) {
        const id = readId(event.id);
        // Who reads too slowly gets one in the middle.
        if (event.event === "snapshot") return { kind: "gone" };
        this.#take(event, id);
        if (until !== null && id.number >= until) break;
      }
      return { kind: "ended" };
    } finally {
      ended.abort();
    }
  }

  #take({ event, data }: EventSourceMessage, id: EventId): void {
    const isNew = this.#seen?.run !== id.run || id.number > this.#seen.number;
    if (!isNew) return;
    this.#seen = id;
    if (event !== "logs") return;
    for (const line of logLineSchema.array().parse(JSON.parse(data))) this.#options.onLine(line);
  }
}

function readId(id = ""): EventId {
  const [run = "", number = "0"] = id.split("-");
  return { run, number: Number(number) };
}
