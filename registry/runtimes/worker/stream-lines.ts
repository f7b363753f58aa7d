import { StringDecoder } from "node:string_decoder";
import { ownTimers } from "../../base/own-timers.ts";

/** A line that is not ended by then is a progress bar or a prompt. */
const OPEN_MS = 200;
/** Nobody reads a longer line to its end. */
const LONGEST_OPEN = 8_000;

/** What plugins write to a stream piece by piece, as whole lines of the one who wrote them. */
export class StreamLines {
  readonly #write: (plugin: string | null, text: string) => void;
  readonly #decoder = new StringDecoder("utf8");
  #plugin: string | null = null;
  #open = "";
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (plugin: string | null, text: string) => void) {
    this.#write = write;
  }

  add(plugin: string | null, chunk: string | Uint8Array): void {
    if (plugin !== this.#plugin) this.end();
    this.#plugin = plugin;
    const text = this.#open + (typeof chunk === "string" ? chunk : this.#decoder.write(chunk));
    const isLong = text.length > LONGEST_OPEN;
    const end = isLong ? text.length : text.lastIndexOf("\n") + 1;
    this.#open = text.slice(end);
    if (end > 0) this.#write(plugin, text.slice(0, end));
    ownTimers.clearTimeout(this.#timer);
    if (this.#open !== "") this.#timer = ownTimers.setTimeout(() => this.end(), OPEN_MS).unref();
  }

  /** The line that is open counts as whole. */
  end(): void {
    const text = this.#open;
    this.#open = "";
    if (text !== "") this.#write(this.#plugin, text);
  }
}
