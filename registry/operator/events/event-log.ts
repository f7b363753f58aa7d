import { randomBytes } from "node:crypto";
import type { OperatorEventName } from "../../../schemas/index.ts";
import { Listeners } from "../../base/listeners.ts";

/** What a client may miss and still catch up with. */
const MAX_EVENTS = 2_000;
const MAX_CHARACTERS = 4 * 1_048_576;

/** One event as it goes over the wire. Source: HTML standard, "Server-sent events". */
export interface LoggedEvent {
  readonly number: number;
  readonly text: string;
}

/** The last events, for all clients together: a slow client costs a number, not a queue. */
export class EventLog {
  /** Ids of another run of the server mean nothing here. */
  readonly #run = randomBytes(6).toString("hex");
  readonly #listeners = new Listeners();
  #events: LoggedEvent[] = [];
  #characters = 0;
  #last = 0;

  /** Number of the newest event. */
  get last(): number {
    return this.#last;
  }

  push(name: OperatorEventName, data: unknown): void {
    const number = ++this.#last;
    const text = this.format(name, data, number);
    this.#events.push({ number, text });
    this.#characters += text.length;
    while (this.#events.length > MAX_EVENTS || this.#characters > MAX_CHARACTERS) {
      this.#characters -= this.#events.shift()?.text.length ?? 0;
    }
    this.#listeners.tell();
  }

  format(name: OperatorEventName, data: unknown, number: number): string {
    return `id: ${this.#run}-${number}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  /** The event after the one with this number; null when there is none yet, `gone` when it is not kept any more. */
  after(number: number): LoggedEvent | "gone" | null {
    if (number >= this.#last) return null;
    const first = this.#events[0]?.number ?? this.#last + 1;
    return this.#events[number + 1 - first] ?? "gone";
  }

  /** The number in a `Last-Event-ID`; null when it is not one of ours. */
  numberOf(id: string): number | null {
    const [run, number = ""] = id.split("-");
    return run === this.#run && /^\d{1,15}$/.test(number) && Number(number) <= this.#last
      ? Number(number)
      : null;
  }

  onPush(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }
}
