import type { StdioOptions } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";

/**
 * Linux lets go of the files of a process that died from the highest descriptor down, and waits for up to 20 ms when it gets to
 * those with which folders are watched. The channel is above all that a host opens: it closes first, and the end is seen at once.
 */
export const CHANNEL_DESCRIPTOR = 64;

/** What a host is started with. */
export interface HostStreams {
  readonly stdio: StdioOptions;
  readonly args: string[];
  /** To be called when the process was started. */
  readonly dispose: () => void;
}

/** Output is read; nothing is written but by the channel. */
export function openHostStreams(platform: NodeJS.Platform = process.platform): HostStreams {
  const standard = ["ignore", "pipe", "pipe"] as const;
  if (platform !== "linux") {
    return { stdio: [...standard, "ipc"], args: [], dispose: () => undefined };
  }
  // Without a gap: Node keeps from the processes that a host starts what it was given itself, up to the first that is missing.
  const spare = openSync(devNull, "r");
  const spares = Array.from({ length: CHANNEL_DESCRIPTOR - standard.length }, () => spare);
  return {
    stdio: [...standard, ...spares, "ipc"],
    // The host closes them, so that what it opens itself is below the channel.
    args: [String(CHANNEL_DESCRIPTOR)],
    dispose: () => closeSync(spare),
  };
}
