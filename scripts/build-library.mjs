// `npm pack` calls it: the library that the npm package holds, in dist/.
import { launch } from "./base/launch.mjs";

await launch(import.meta.url, async () => {
  const { buildLibrary } = await import("./build/library.mjs");
  await buildLibrary();
  return 0;
});
