import path from "node:path";
import { startBareThread } from "../../base/bare-thread.ts";
import { loadBundle } from "../../base/compiled-bundle.ts";
import type * as host from "../main.ts";
import { closeSpares } from "./close-spares.ts";

// The thread takes longer to start than everything else: all that goes before its first plan is done meanwhile.
const thread = startBareThread(path.join(__dirname, "worker.js"));
closeSpares(Number(process.argv[2]));
const { exports, keep } = loadBundle(path.join(__dirname, "host-main.js"));
(exports as typeof host).serveEditor(thread, keep);
