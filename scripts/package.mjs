// `npm run package`: the package for this platform and the one for every platform, in vsix/.
import { launch } from "./base/launch.mjs";

await launch(import.meta.url, async () => {
  const { runPackage } = await import("./stages/package.mjs");
  return (await runPackage()).failures.length === 0 ? 0 : 1;
});
