import { writeFileSync } from "node:fs";
import http from "node:http";
import { announceServer, findServer } from "../../../registry/operator/running/index.ts";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { ADMIN, startServer, STEADY } from "./served.ts";

/** Answers once a file is there. */
const SLOW = `
const { existsSync, watch } = require("node:fs");
const { PluginBase } = require("patchbay");
exports.Slow = class extends PluginBase {
  static hooks = ["slow"];
  slow(payload) {
    return new Promise((resolve) => {
      const watcher = watch(__dirname, () => {
        if (!existsSync(__dirname + "/finish")) return;
        watcher.close();
        resolve();
      });
      this.log.info("slow has begun");
    });
  }
};
`;

test("what is being answered is answered before the server ends, and nothing new is", async () => {
  const served = await startServer({
    manifest: `${STEADY}- name: slow\n  module: ./slow.js:Slow\n`,
    files: { "slow.js": SLOW },
  });
  const begun = new Promise<void>((resolve) => {
    const request = http.get(`${served.url}/events`, { headers: { "x-api-key": ADMIN } });
    request.on("error", () => undefined);
    request.on("response", (response) => {
      response.on("data", (chunk: Buffer) => {
        if (chunk.toString().includes("slow has begun")) resolve();
      });
    });
  });
  const answer = served.ask("POST /hooks/slow", {});
  await begun;
  const closed = Promise.all([served.server.close(), served.server.close()]);
  writeFileSync(path.join(served.folder, "finish"), "");
  await closed;
  expect((await answer).status).toBe(200);
  await expect(fetch(`${served.url}/healthz`)).rejects.toThrow();
});

test("the user's other programs find the server of a manifest as long as it runs", async () => {
  const served = await startServer({ manifest: STEADY });
  const manifest = path.join(served.folder, "plugins.yaml");
  expect(await findServer(manifest)).toEqual({ url: served.url, pid: process.pid });
  await served.server.close();
  expect(await findServer(manifest)).toBeNull();
});

test("of two servers of a manifest the later is found, and the earlier one when that has ended", async () => {
  const first = await startServer({ manifest: STEADY });
  const manifest = path.join(first.folder, "plugins.yaml");
  const retract = await announceServer(manifest, "http://127.0.0.1:1");
  expect(await findServer(manifest)).toMatchObject({ url: "http://127.0.0.1:1" });
  await retract();
  expect(await findServer(manifest)).toMatchObject({ url: first.url });
});

test("a server that cannot be announced says so, serves, and can be closed", async () => {
  vi.stubEnv("XDG_RUNTIME_DIR", import.meta.filename); // A file: nobody can leave word in it.
  onTestFinished(() => void vi.unstubAllEnvs());
  const served = await startServer({ manifest: STEADY });
  expect(served.failures.map(({ message }) => message)).toEqual([
    expect.stringMatching(/cannot be announced: .*ENOTDIR|cannot be announced: .*EEXIST/),
  ]);
  expect((await served.ask("GET /plugins")).status).toBe(200);
  await served.server.close();
  await expect(fetch(`${served.url}/healthz`)).rejects.toThrow();
});
