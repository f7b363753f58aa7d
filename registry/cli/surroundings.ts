import type { Readable, Writable } from "node:stream";

/** A stream that may be a terminal. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Everything of the process that a command may look at. */
export interface CliSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the working folder. */
  readonly folder: string;
  readonly stdin: Readable;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Where `worker.js` and the grammars are. */
  readonly distFolder: string;
  /**
   * Aborted when the person interrupts the command. Who asks has to end by itself then; as long as nobody asks, an
   * interruption ends the process.
   */
  readonly interruption: () => AbortSignal;
}
