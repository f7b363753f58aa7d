import { expect, test } from "vitest";
import { startHost } from "./real-host.ts";

const STRAYS = `import { PluginBase } from "patchbay";
export class Strays extends PluginBase {
  static hooks = ["rejects", "throws"];
  static requiredSecrets = ["PB_STORED"];
  rejects() { void Promise.reject(new Error("refused " + this.getSecret("PB_STORED"))); }
  throws() { const secret = this.getSecret("PB_STORED"); setTimeout(() => { throw new Error("lost " + secret); }, 0); }
}`;

test("what is thrown where nobody catches it is shown without the secrets in it", async () => {
  const host = await startHost({
    plugins: { strays: "./plugins/strays.js:Strays" },
    files: { "plugins/strays.js": STRAYS },
    options: { storedSecrets: { PB_STORED: "stored-value-1234" } },
  });
  await host.calls.fire({ hook: "rejects", payload: {} });
  await host.until(({ snapshots }) => JSON.stringify(snapshots).includes("refused"));
  await host.calls.fire({ hook: "throws", payload: {} });
  await host.until(({ snapshots }) => snapshots.at(-1)?.plugins[0]?.state === "quarantined");

  const said = JSON.stringify([host.told, await host.calls.snapshot(), await host.calls.records()]);
  expect(said).toContain("lost ***");
  expect(said).not.toContain("stored-value-1234");
});
