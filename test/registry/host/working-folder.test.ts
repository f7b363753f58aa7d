import { expect, test } from "vitest";
import { forkHost, optionsFor, startHost } from "./real-host.ts";

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

test("a workspace that is gone is a manifest that is missing, and no reason to start the host again", async () => {
  const host = await forkHost({ plugins: {} });
  const manifestFile = host.path("gone/plugins.yaml");

  const { plugins, manifestProblems } = await host.calls.initialize(
    optionsFor(host.path("gone"), { manifestFile }),
  );

  expect(plugins).toEqual([]);
  expect(manifestProblems).toMatchObject([
    {
      code: "manifest/missing",
      message: `${manifestFile} does not exist`,
      location: { file: manifestFile },
    },
  ]);
});
