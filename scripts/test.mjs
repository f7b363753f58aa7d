// `npm test`: everything that can be tested on this machine, installing what is missing. See stages/ for what there is.
import { launch } from "./base/launch.mjs";

await launch(import.meta.url, async () => (await import("./stages/main.mjs")).main());
