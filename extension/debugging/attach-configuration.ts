import type { DebugConfiguration } from "vscode";

/** Of a `launch.json` and of what the editor offers without one. */
export const DEBUG_TYPE = "patchbay";

/** What attaches to the plugins of this window. */
export const DEBUG_PLUGINS: DebugConfiguration = {
  type: DEBUG_TYPE,
  request: "attach",
  name: "Patchbay: Debug Plugins",
};

/**
 * How the editor's own JavaScript debugger attaches to the plugins' thread. What the user's configuration says about the debugger
 * (`skipFiles`, `smartStep`, `trace` …) is passed on, but for `outFiles`, `resolveSourceMapLocations`, `autoAttachChildProcesses` and
 * `restart`, which are fixed. `url` is where the thread listens, `ownFolder` is where our bundles are.
 */
export function attachConfiguration(
  user: DebugConfiguration,
  url: string,
  ownFolder: string,
): DebugConfiguration {
  return {
    // Stepping out of a plugin should not lead into Patchbay.
    skipFiles: ["<node_internals>/**", `${ownFolder}/**`],
    ...user,
    name: user.name || DEBUG_PLUGINS.name,
    type: "node",
    request: "attach",
    websocketAddress: url,
    // The maps are where the thread has put them, and no build of the project's is asked.
    resolveSourceMapLocations: null,
    outFiles: [],
    // The processes that a plugin starts are its own business.
    autoAttachChildProcesses: false,
    // The address is good for this once.
    restart: false,
  };
}
