// `npm run bench`: every measurement, or the ones named (`npm run bench -- dispatch lsp`).
import { launch } from "../scripts/base/launch.mjs";

await launch(import.meta.url, async () => (await import("../scripts/bench/main.mjs")).main());
