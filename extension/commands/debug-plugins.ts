import type { RunningCommand } from "./command.ts";

/** Attaches the editor's debugger to the thread that runs the plugins, as they are: nothing is loaded anew. */
export const debugPlugins: RunningCommand = {
  id: "patchbay.debugPlugins",
  needs: "registry",
  run: ({ debugging, place }) => debugging.start(place.folder),
};
