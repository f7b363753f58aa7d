import { inspect } from "node:util";

/**
 * Tells of what was rejected and nobody looks at, instead of ending the process: it is a mistake of ours, and no reason to take the
 * plugins away from whoever uses them. For a process that runs a registry host.
 */
export function outliveRejections(tell: (error: Error) => void): void {
  process.on("unhandledRejection", (reason) => {
    tell(reason instanceof Error ? reason : new Error(inspect(reason)));
  });
}
