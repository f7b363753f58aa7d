import { createRequire } from "node:module";
import path from "node:path";
import * as zlib from "node:zlib";
import { cacheFolder } from "../../../base/cache-folder.ts";
import type * as thread from "../main.ts";
import { runBundle } from "./compiled-bundle.ts";

// The thread takes longer to parse its code than to load its first plugins. Node 20.15 and later can keep what was made of it.
const file = path.join(__dirname, "worker-main.js");
const folder = cacheFolder(process.env, process.platform);
if (folder === null || !("crc32" in zlib) || process.env["NODE_DISABLE_COMPILE_CACHE"]) {
  createRequire(__filename)(file);
} else {
  const { exports, keep } = runBundle(file, folder);
  void (exports as typeof thread).rehearsed.then(keep);
}
