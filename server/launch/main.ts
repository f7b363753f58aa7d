import nodeModule, { createRequire } from "node:module";
import { cacheFolder } from "../../registry/base/cache-folder.ts";
import { forgetOldBuilds } from "./forget-old-builds.ts";
import { saveMemory } from "./save-memory.ts";

saveMemory();

// To parse the server takes as long as to read a manifest of hundreds of entries: V8 keeps what it made of it for the next
// start. Node 22 and later can; a cache that cannot be read or written is passed over.
const folder = cacheFolder(process.env, process.platform);
if (folder !== null) nodeModule.enableCompileCache?.(folder);
createRequire(__filename)("./server-main.js");
if (folder !== null) setImmediate(forgetOldBuilds, folder);
