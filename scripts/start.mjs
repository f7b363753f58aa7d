// `npm start`: the example workspace in a real editor with the packaged extension, installing what is missing.
import { launch } from "./base/launch.mjs";

await launch(import.meta.url, async (stopping) =>
  (await import("./start/main.mjs")).main(stopping),
);
