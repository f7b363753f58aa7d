import type { PlainCommand } from "./command.ts";
import { enterRunning } from "./enter-running.ts";

/** Ends the registry host, if one runs, and starts another. */
export const restartHost: PlainCommand = {
  id: "patchbay.restartHost",
  needs: "nothing",
  async run(context) {
    await context.registry.restart();
    await enterRunning(context);
  },
};
