import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { saveUntilAnswered, type Side } from "./side.ts";
import { openWorkspace } from "./workspace.ts";

const PEER = fileURLToPath(new URL("./vite-peer.ts", import.meta.url));

/**
 * A Vite dev server in a process of its own. `watcher`: it hears of the save from its own watcher. `told`: it has no watcher and is
 * told over the process's channel, which is the least that it can be.
 */
export async function openVite(kilobytes: number, mode: "watcher" | "told"): Promise<Side> {
  const workspace = await openWorkspace({ kilobytes, plugins: 1, base: "./base.ts" });
  const child = fork(PEER, [workspace.folder, mode], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(child, "message");
  let save = 0;
  return {
    name: mode === "watcher" ? "Vite" : "Vite without a watcher, told",
    save: async () => {
      const saved = saveUntilAnswered(workspace, ++save);
      if (mode === "told") child.send("saved");
      return saved;
    },
    close: async () => {
      const exited = once(child, "exit");
      child.kill();
      await exited;
      workspace.close();
    },
  };
}
