import type { ServerResponse } from "node:http";
import type { EventLog } from "./event-log.ts";

/** Proxies close connections on which nothing is said for a minute. */
const KEEP_ALIVE_MS = 20_000;

export interface StreamOptions {
  readonly log: EventLog;
  /** The state to start from. */
  readonly snapshot: () => unknown;
  /** What the client saw last; null: nothing. */
  readonly lastEventId: string | null;
}

/**
 * Sends a client what it has not seen, as fast as it reads. Nothing is queued for it: who falls behind what is kept gets
 * the state as it is now, and goes on from there. Answers with how to end it.
 */
export function streamEvents(response: ServerResponse, options: StreamOptions): () => void {
  const { log, snapshot, lastEventId } = options;
  let seen = lastEventId === null ? null : log.numberOf(lastEventId);
  const pump = (): void => {
    while (!response.writableNeedDrain && !response.writableEnded) {
      const next = seen === null ? "gone" : log.after(seen);
      if (next === null) return;
      if (next === "gone") {
        seen = log.last;
        response.write(log.format("snapshot", snapshot(), seen));
      } else {
        seen = next.number;
        response.write(next.text);
      }
    }
  };
  const stopListening = log.onPush(pump);
  const timer = setInterval(() => {
    if (!response.writableNeedDrain) response.write(": still here\n\n");
  }, KEEP_ALIVE_MS);
  timer.unref();
  response.on("drain", pump);
  const stop = (): void => {
    clearInterval(timer);
    stopListening();
    if (!response.writableEnded) response.end();
  };
  response.once("close", stop);
  response.on("error", stop);
  response.write("retry: 1000\n\n");
  pump();
  return stop;
}
