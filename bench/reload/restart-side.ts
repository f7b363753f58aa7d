import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { saveUntilAnswered, type Side } from "./side.ts";
import { openWorkspace } from "./workspace.ts";

const RESTART_TOOLS = {
  "tsx watch": [createRequire(import.meta.url).resolve("tsx/cli"), "watch", "--clear-screen=false"],
  "node --watch": ["--watch", "--watch-preserve-output"],
} as const;

/** A tool that starts the program anew after every save. */
export async function openRestartTool(
  name: keyof typeof RESTART_TOOLS,
  kilobytes: number,
): Promise<Side> {
  const workspace = await openWorkspace({ kilobytes, plugins: 1, base: "./base.ts" });
  const started = workspace.answered(0);
  const child = spawn(process.execPath, [...RESTART_TOOLS[name], "main.ts"], {
    cwd: workspace.folder,
    stdio: "ignore",
  });
  const end = (): boolean => child.kill();
  process.once("exit", end);
  await started;
  let save = 0;
  return {
    name,
    save: () => saveUntilAnswered(workspace, ++save),
    close: async () => {
      const exited = once(child, "exit");
      end();
      await exited;
      process.off("exit", end);
      workspace.close();
    },
  };
}
