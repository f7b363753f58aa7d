import type { CallMarker } from "../../kernel/types.ts";

/** Calls may nest: a handler emits, whose handlers emit. Deeper ones are counted, not named. */
const MAX_DEPTH = 32;
const MAX_SLOTS = 4_096;
/** Files of plugin directories are named by their paths. */
const NAME_BYTES = 512;

/** Layout, in 32-bit words: the number of enters and leaves so far, the depth, the last ping heard, the number of resets, then the slots. */
const SEQUENCE = 0;
const DEPTH = 1;
const HEARD = 2;
const RESETS = 3;
const SLOTS = 4;
const WORDS = SLOTS + MAX_DEPTH;

/** Memory that says which plugin runs, readable while the thread that writes it hangs. */
export function createMarkerMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(WORDS * 4 + MAX_SLOTS * NAME_BYTES);
}

/** The plugins' thread's side: a few nanoseconds for each call. */
export class MarkerWriter implements CallMarker {
  readonly #words: Int32Array;
  readonly #names: Uint8Array;
  readonly #named = new Set<number>();
  readonly #nameOf: (slot: number) => string | null;
  #sequence = 0;
  #depth = 0;
  /** Called whenever plugin code is entered from outside of plugin code. */
  onEnter: () => void = () => undefined;

  /** `nameOf` tells the plugin in a slot; asked once for each slot until `forgetNames`. */
  constructor(memory: SharedArrayBuffer, nameOf: (slot: number) => string | null) {
    this.#words = new Int32Array(memory, 0, WORDS);
    this.#names = new Uint8Array(memory, WORDS * 4);
    this.#nameOf = nameOf;
  }

  /** The slot whose code runs now; null between calls. */
  get currentSlot(): number | null {
    const depth = Math.min(this.#depth, MAX_DEPTH);
    return depth === 0 ? null : (this.#words[SLOTS + depth - 1] ?? null);
  }

  /** The plugin whose code runs now; null between calls. */
  get current(): string | null {
    const slot = this.currentSlot;
    return slot === null ? null : this.#nameOf(slot);
  }

  enter(slot: number): void {
    if (!this.#named.has(slot)) this.#writeName(slot);
    if (this.#depth < MAX_DEPTH) this.#words[SLOTS + this.#depth] = slot;
    if (this.#depth === 0) this.onEnter();
    this.#depth += 1;
    this.#publish();
  }

  leave(): void {
    this.#depth -= 1;
    this.#publish();
  }

  /** Runs code of the plugin in a slot. Throws what it throws. */
  run<Result>(slot: number, code: () => Result): Result {
    this.enter(slot);
    try {
      return code();
    } finally {
      this.leave();
    }
  }

  /** The calls that were under way have been stopped from outside: none of them will leave. */
  reset(): void {
    this.#depth = 0;
    this.#publish();
    Atomics.add(this.#words, RESETS, 1);
  }

  /** The manifest changed: a slot may now be another plugin's. */
  forgetNames(): void {
    this.#named.clear();
  }

  /** Answers a ping, which says that the thread is not busy. */
  hear(ping: number): void {
    Atomics.store(this.#words, HEARD, ping);
  }

  #publish(): void {
    Atomics.store(this.#words, DEPTH, this.#depth);
    Atomics.store(this.#words, SEQUENCE, (this.#sequence = (this.#sequence + 1) | 0));
  }

  #writeName(slot: number): void {
    this.#named.add(slot);
    if (slot >= MAX_SLOTS) return;
    const start = slot * NAME_BYTES;
    this.#names.fill(0, start, start + NAME_BYTES);
    const bytes = new TextEncoder().encode(this.#nameOf(slot) ?? "").subarray(0, NAME_BYTES);
    this.#names.set(bytes, start);
  }
}

/** What the marker says at one moment. */
export interface MarkerReading {
  /** Changes with every call that begins or ends. */
  readonly sequence: number;
  /** The last ping that the thread answered. */
  readonly heard: number;
  /** How often calls that were stopped from outside have been forgotten. */
  readonly resets: number;
  /** Names of the plugins whose code is on the stack, outermost first. */
  readonly running: readonly string[];
  /** The plugin that was entered last from outside of plugin code, whether or not it still runs; null when none ever was. */
  readonly last: string | null;
}

/** Another thread's side. */
export class MarkerReader {
  readonly #words: Int32Array;
  readonly #names: Uint8Array;

  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory, 0, WORDS);
    this.#names = new Uint8Array(memory, WORDS * 4);
  }

  read(): MarkerReading {
    const sequence = Atomics.load(this.#words, SEQUENCE);
    const depth = Math.min(Atomics.load(this.#words, DEPTH), MAX_DEPTH);
    const running = Array.from(this.#words.subarray(SLOTS, SLOTS + depth), (slot) =>
      this.#nameAt(slot),
    );
    const heard = Atomics.load(this.#words, HEARD);
    const last = sequence === 0 ? null : this.#nameAt(this.#words[SLOTS] ?? 0);
    return { sequence, heard, resets: Atomics.load(this.#words, RESETS), running, last };
  }

  #nameAt(slot: number): string {
    const bytes = this.#names.slice(slot * NAME_BYTES, (slot + 1) * NAME_BYTES);
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
  }
}
