import { expect, test } from "vitest";
import type { RegistrySnapshot } from "../../../schemas/index.ts";
import { startHost, type RealHost } from "./real-host.ts";

function provider(version: string, before = ""): string {
  return `
    import { PluginKind } from "patchbay";
    ${before}
    export function registerPlugins(registry: any) {
      registry.registerFactory({
        kind: PluginKind.AI_PROVIDER, name: "demo", version: "${version}", factory: () => ({}),
      });
    }`;
}

const STEADY = { steady: "./plugins/steady.js:Steady" };

function start(files: Readonly<Record<string, string>>): Promise<RealHost> {
  const options = { pluginDirectories: ["factories"], callDeadlineMs: 400 };
  return startHost({ plugins: STEADY, files, options });
}

/** Waits for a snapshot that is so. */
function snapshotOf(
  host: RealHost,
  isSuch: (snapshot: RegistrySnapshot) => boolean,
): Promise<RegistrySnapshot> {
  return host.until(({ snapshots }) => {
    const last = snapshots.at(-1);
    return last !== undefined && isSuch(last) && last;
  });
}

const versions = ({ specs = [] }: RegistrySnapshot): string =>
  specs.map(({ version }) => version).join();
const codes = ({ directoryProblems = [] }: RegistrySnapshot): string =>
  directoryProblems.map(({ code }) => code).join();

test("what the files of a plugin directory register is in the snapshot, with the file", async () => {
  const host = await start({ "factories/demo.ts": provider("1.0.0") });
  const { specs } = await snapshotOf(host, (snapshot) => versions(snapshot) === "1.0.0");
  expect(specs).toMatchObject([
    { kind: "ai_provider", name: "demo", file: host.path("factories/demo.ts") },
  ]);

  host.write("factories/demo.ts", provider("2.0.0"));
  await snapshotOf(host, (snapshot) => versions(snapshot) === "2.0.0");
});

test("a file that fails keeps what it registered, and its problem is in the snapshot and the log", async () => {
  const host = await start({ "factories/demo.ts": provider("1.0.0") });
  await snapshotOf(host, (snapshot) => versions(snapshot) === "1.0.0");
  host.write("factories/demo.ts", provider("2.0.0", "process.exit(1);"));
  const failed = await snapshotOf(host, (snapshot) => codes(snapshot) !== "");
  expect(versions(failed)).toBe("1.0.0");
  expect(failed.directoryProblems).toMatchObject([
    { code: "plugin/threw-on-import", location: { file: host.path("factories/demo.ts"), line: 2 } },
  ]);
  await host.until(({ lines }) => lines.some(({ message }) => message.includes("process.exit(1)")));

  host.write("factories/demo.ts", provider("3.0.0"));
  const mended = await snapshotOf(host, (snapshot) => versions(snapshot) === "3.0.0");
  expect(codes(mended)).toBe("");
});

test("a directory that is made later is followed", async () => {
  const host = await start({});
  host.write("factories/demo.ts", provider("1.0.0"));
  await snapshotOf(host, (snapshot) => versions(snapshot) === "1.0.0");
});

test("a file that hangs is stopped and named, the plugins go on, and its next version is loaded", async () => {
  const host = await start({ "factories/demo.ts": provider("1.0.0", "for (;;);") });
  const stopped = await snapshotOf(host, (snapshot) => codes(snapshot) === "plugin/hung");
  expect(stopped.directoryProblems?.[0]?.message).toContain(host.path("factories/demo.ts"));
  expect((await host.calls.snapshot()).plugins).toMatchObject([{ state: "active" }]);

  host.write("factories/demo.ts", provider("2.0.0"));
  const mended = await snapshotOf(host, (snapshot) => versions(snapshot) === "2.0.0");
  expect(codes(mended)).toBe("");
  expect(mended.plugins).toMatchObject([{ state: "active" }]);
});

test("the factories of a running host are asked for their health", async () => {
  const files = {
    "factories/demo.ts": `
      export function registerPlugins(registry: any) {
        const healthCheck = () => ({ healthy: false, details: "quota is used up" });
        registry.registerFactory({
          kind: "ai_provider", name: "demo", version: "1.0.0", factory: () => ({ healthCheck }),
        });
      }`,
  };
  const host = await start(files);
  await snapshotOf(host, (snapshot) => versions(snapshot) === "1.0.0");

  expect(await host.calls.checkFactories()).toMatchObject([
    { kind: "ai_provider", name: "demo", state: "unhealthy", details: "quota is used up" },
  ]);
});
