import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createServer } from "vite";

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
process.send?.("ready");

function isWatched(): boolean {
  return server.watcher.getWatched()[path.dirname(file)]?.includes(path.basename(file)) ?? false;
}

async function reload(): Promise<void> {
  server.moduleGraph.onFileChange(file);
  await load();
}

async function load(): Promise<void> {
  const { Plugin } = await server.ssrLoadModule("/plugins/p0.ts");
  new Plugin().onEnable();
}
