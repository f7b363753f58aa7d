import type { ScriptIndex } from "../loader/index.ts";
import type { PluginFinder } from "./plugin-finder.ts";
import type { PausedFrame, PausedPlace } from "./protocol.ts";

/**
 * Node keeps a stack of its own while it runs these. Code that is stopped above one of them leaves that stack as it was, and Node
 * ends the whole process when it notices ("async hook stack has become corrupted").
 */
const UNSAFE_FUNCTIONS = new Set(["listOnTimeout", "processTimers", "processImmediate"]);

/** What a thread's own frames mean. Asked by a debugger, while the thread is paused. `ownScript` is ours. */
export function describePaused(
  frames: readonly PausedFrame[],
  scripts: ScriptIndex,
  finder: PluginFinder,
  ownScript: string,
): PausedPlace {
  const lines = frames.map(
    ({ functionName, script, line, column }) =>
      `    at ${functionName || "<anonymous>"} (${script}:${line + 1}:${column + 1})`,
  );
  const stack = lines.join("\n");
  const top = frames[0]?.script ?? "";
  // Our own code and Node's may be half through something that it would never finish.
  const isOthers = top !== "" && top !== ownScript && !isNode(top);
  const isSafe = !frames.some(
    (one) => isNode(one.script) && UNSAFE_FUNCTIONS.has(one.functionName),
  );
  return {
    plugin: finder.ofStack(stack),
    ...scripts.readStack(stack),
    canStop: isOthers && isSafe,
  };
}

function isNode(script: string): boolean {
  return script.startsWith("node:");
}
