import { setFlagsFromString } from "node:v8";

/**
 * A server that waits for keys most of the time. Its grammars are run as they are first compiled: optimizing their
 * tables, in which parsers spend no time that anybody would notice, takes 20 MB. And what is allocated lives for the
 * length of an answer, so that the space for it need not grow to 32 MB.
 */
const FLAGS = [
  "--liftoff-only",
  "--no-wasm-tier-up",
  "--no-wasm-dynamic-tiering",
  "--semi-space-growth-factor=1",
];

/**
 * Called once, before anything is allocated or compiled that the flags are about: the space for what is new grows while the
 * server's own code is loaded, and never shrinks again.
 */
export function saveMemory(): void {
  // Where flags may not change once the engine runs, changing one ends the process; only Node is known to let them.
  if ("electron" in process.versions) return;
  for (const flag of FLAGS) setFlagsFromString(flag);
}
