import { createParser, type EventSourceMessage } from "eventsource-parser";
import { baseOf, reasonOf, type ServiceAddress } from "../target/index.ts";

/** What came of asking a service for its events. */
export type EventConnection =
  /** The events end with the connection, in whatever way. */
  | { readonly kind: "open"; readonly events: AsyncIterable<EventSourceMessage> }
  | { readonly kind: "refused"; readonly status: number }
  | { readonly kind: "unreachable"; readonly reason: string };

/** Asks for the events after one, or with null from now on. Never rejects. */
export async function connectToEvents(
  { url, key }: ServiceAddress,
  lastEventId: string | null,
  signal: AbortSignal,
): Promise<EventConnection> {
  try {
    const { ok, status, body } = await fetch(`${baseOf(url)}/events`, {
      headers: {
        accept: "text/event-stream",
        ...(key !== null && { "x-api-key": key }),
        ...(lastEventId !== null && { "last-event-id": lastEventId }),
      },
      signal,
      redirect: "error", // The key is for this server only.
    });
    if (!ok || !body) return { kind: "refused", status };
    return { kind: "open", events: eventsIn(body) };
  } catch (error) {
    return { kind: "unreachable", reason: reasonOf(error) };
  }
}

async function* eventsIn(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<EventSourceMessage> {
  const waiting: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => waiting.push(event) });
  try {
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      parser.feed(text);
      yield* waiting.splice(0);
    }
  } catch {
    // Broken or closed: for who reads it has ended.
  }
}
