import { availableMemory } from "node:process";
import type { HostOptions } from "../../schemas/index.ts";
import type { HostProcess } from "./host-process.ts";

/** After the start of a host everything else starts, too: nobody needs a second one that soon. */
const QUIET_MS = 5_000;
/** How often it is asked whether there is still reason and room for it. */
const REVIEW_MS = 30_000;
/** What it takes itself, several times over: below that others need the memory more. */
const LOW_MEMORY_BYTES = 512 * 1_048_576;

/** So many are lost before nobody tries again until another host runs: what cannot get ready is not forked for ever. */
const ENDURED = 3;

export interface StandbyOptions {
  /** Whether the user wants one, at this moment. */
  readonly isWanted: () => boolean;
  readonly start: () => HostProcess;
  /** What it is to get ready for; null when there is nothing. */
  readonly options: () => HostOptions | null;
  readonly onReady: (host: HostProcess) => void;
  /** One did not get ready, or ended. */
  readonly onFailure: (error: unknown) => void;
  readonly quietMs?: number;
}

/** A host that has everything ready and runs no plugin, so that it can take over at once from one that crashes. */
export class StandbyHost {
  readonly #options: StandbyOptions;
  #timer: NodeJS.Timeout | undefined;
  #held: HostProcess | null = null;
  #isReady = false;
  #losses = 0;

  constructor(options: StandbyOptions) {
    this.#options = options;
  }

  /** Has one ready in a while, and for as long as it is wanted and there is memory for it. */
  prepare(): void {
    this.#losses = 0;
    this.#reviewIn(this.#options.quietMs ?? QUIET_MS);
  }

  /** The host, for good; null when none is ready. */
  take(): HostProcess | null {
    if (!this.#isReady) return null;
    clearTimeout(this.#timer);
    return this.#letGo();
  }

  /** What it got ready for does not hold any more, or none is needed. Settles when its process is gone. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#letGo()?.close();
  }

  /** Asks anew whether it is wanted, and does what follows from that. */
  review(): void {
    const options = this.#options.options();
    const isWanted = options !== null && this.#options.isWanted() && hasRoom();
    if (isWanted && !this.#held && this.#losses < ENDURED) void this.#start(options);
    // Does not reject.
    if (!isWanted) void this.#letGo()?.close();
    this.#reviewIn(REVIEW_MS);
  }

  #reviewIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.review(), ms);
    this.#timer.unref();
  }

  async #start(options: HostOptions): Promise<void> {
    const host = this.#options.start();
    this.#held = host;
    void this.#forgetLost(host);
    try {
      await host.calls.prepare(options);
      if (this.#held !== host) return;
      this.#isReady = true;
      this.#options.onReady(host);
    } catch (error) {
      if (this.#lose(host, error)) await host.close();
    }
  }

  async #forgetLost(host: HostProcess): Promise<void> {
    await host.gone;
    this.#lose(host, new Error("it ended"));
  }

  /** False for one that was let go before. */
  #lose(host: HostProcess, error: unknown): boolean {
    if (this.#held !== host) return false;
    this.#letGo();
    this.#losses += 1;
    this.#options.onFailure(error);
    return true;
  }

  #letGo(): HostProcess | null {
    const host = this.#held;
    this.#held = null;
    this.#isReady = false;
    return host;
  }
}

function hasRoom(): boolean {
  return availableMemory() > LOW_MEMORY_BYTES;
}
