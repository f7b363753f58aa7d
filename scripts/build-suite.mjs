// `npm run build:suite`: the suite that runs inside the extension host, for debugging it.
import { launch } from "./base/launch.mjs";

await launch(import.meta.url, async () => {
  const { buildSuite } = await import("./extension-host/suite.mjs");
  console.log(await buildSuite());
  return 0;
});
