// `npm run test:desktop`: the suite of test/extension/suite in a desktop VS Code, which is downloaded when it is missing.
import { launch } from "./base/launch.mjs";

await launch(import.meta.url, async () => (await import("./extension-host/desktop.mjs")).main());
