import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { saveUntilAnswered, type Side } from "./side.ts";
import { openWorkspace } from "./workspace.ts";

const VITE = fileURLToPath(new URL("./vite-peer.ts", import.meta.url));
const FLOOR = fileURLToPath(new URL("./floor-peer.ts", import.meta.url));

/** A Vite dev server that reloads the module as soon as its own watcher hears of the save. */
export function openVite(kilobytes: number): Promise<Side> {
  return openPeer("Vite, its watcher", VITE, kilobytes);
}

/** One that has no watcher and is told of the save over its channel. */
export function openViteWithoutWatcher(kilobytes: number): Promise<Side> {
  return openPeer("Vite without a watcher, told", VITE, kilobytes, (child) => child.send("saved"));
}

/** What nobody gets below here who hears of files, and runs plugins in a thread of their own. */
export function openFloor(kilobytes: number): Promise<Side> {
  return openPeer("watcher and thread alone", FLOOR, kilobytes);
}

/** A process of its own. `tell` tells it of the save that was just written; without, it has a watcher. */
async function openPeer(
  name: string,
  file: string,
  kilobytes: number,
  tell?: (child: ChildProcess) => void,
): Promise<Side> {
  const workspace = await openWorkspace({ kilobytes, plugins: 1, base: "./base.ts" });
  // Not the flags of this process: among them is what it evaluates.
  const execArgv = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"];
  const child = fork(file, [workspace.folder, tell ? "told" : "watcher"], { execArgv });
  await once(child, "message");
  let save = 0;
  return {
    name,
    save: () => {
      const tookMs = saveUntilAnswered(workspace, ++save);
      tell?.(child);
      return tookMs;
    },
    close: async () => {
      const exited = once(child, "exit");
      child.kill();
      await exited;
      workspace.close();
    },
  };
}
