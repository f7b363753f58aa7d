// `npm run fuzz`: the property tests with seeds of today, until one of them finds something. See fuzz/main.mjs.
import { launch } from "./base/launch.mjs";

await launch(import.meta.url, async (stopping) => (await import("./fuzz/main.mjs")).main(stopping));
