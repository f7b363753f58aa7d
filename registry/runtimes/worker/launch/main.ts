import path from "node:path";
import { loadBundle } from "../../../base/compiled-bundle.ts";
import type * as thread from "../main.ts";

// The thread takes longer to parse its code than to load its first plugins.
const { exports, keep } = loadBundle(path.join(__dirname, "worker-main.js"));
void (exports as typeof thread).rehearsed.then(keep);
