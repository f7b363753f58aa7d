import type { RunningCommand } from "./command.ts";

/** Asks every factory for its health; the view of factories shows what each said. */
export const checkFactories: RunningCommand = {
  id: "patchbay.checkFactories",
  needs: "registry",
  run: ({ factories, host }) => factories.check(host),
};
