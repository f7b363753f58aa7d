import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createServer } from "vite";

/** As often as Vite itself looks again at a file that it finds empty. Its watcher is silent about a second event that comes soon. */
const HALF_WRITTEN_MS = 10;

const [folder = "", mode] = process.argv.slice(2);
const file = path.join(folder, "plugins/p0.ts");

const server = await createServer({
  root: folder,
  configFile: false,
  logLevel: "error",
  server: { middlewareMode: true, hmr: false, ws: false, watch: mode === "watcher" ? {} : null },
  appType: "custom",
});
await load();
if (mode === "watcher") {
  // As soon as it can be: the server's own listener awaits its plugins before it drops what it knows of the file.
  server.watcher.on("change", (changed) => {
    if (path.resolve(changed) === file) void reload();
  });
  // Its event "ready" never comes when files that it looks for are not there.
  while (!isWatched()) await delay(10);
}
process.on("message", () => void reload());
process.once("disconnect", () => process.exit());
process.send?.("ready");

function isWatched(): boolean {
  return server.watcher.getWatched()[path.dirname(file)]?.includes(path.basename(file)) ?? false;
}

async function reload(): Promise<void> {
  server.moduleGraph.onFileChange(file);
  while (!(await load())) {
    await delay(HALF_WRITTEN_MS);
    server.moduleGraph.onFileChange(file);
  }
}

/** Answers whether the module was there, and whole: it may be caught while it is being written. */
async function load(): Promise<boolean> {
  const { Plugin } = await server
    .ssrLoadModule("/plugins/p0.ts")
    .catch(() => ({ Plugin: undefined }));
  if (Plugin === undefined) return false;
  new Plugin().onEnable();
  return true;
}
