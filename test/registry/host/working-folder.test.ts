import { expect, test } from "vitest";
import { startHost } from "./real-host.ts";

const TELLS_ITS_FOLDER = `import { PluginBase } from "patchbay";
export class Tells extends PluginBase {
  static override readonly hooks = ["ping"];
  ping(payload: Record<string, unknown>): void { payload["folder"] = process.cwd(); }
}
`;

test("a plugin's relative paths start at its workspace, wherever the host was started", async () => {
  const host = await startHost({
    plugins: { one: "./plugins/one.ts:Tells" },
    files: { "plugins/one.ts": TELLS_ITS_FOLDER },
  });

  const { payload } = await host.calls.fire({ hook: "ping", payload: {} });

  expect(payload).toEqual({ folder: host.folder });
});
