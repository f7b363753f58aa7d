import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { buildBundles } from "../host/real-host.ts";

/** Does in the host's main thread what no line of it is meant to do. */
const STRAY = `process.on("SIGUSR2", () => Promise.reject(new Error("stray")));`;

test("a rejection that nobody looks at is logged, and the host goes on", async () => {
  const child = fork(path.join(await buildBundles(), "host.js"), [], {
    serialization: "advanced",
    execArgv: ["--import", `data:text/javascript,${encodeURIComponent(STRAY)}`],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "exit");
  let output = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.send({ t: "q", i: "1", m: "configSchemas", a: [] });
  await once(child, "message");

  child.kill("SIGUSR2");
  await Promise.race([ended, expect.poll(() => output).toContain("Error: stray")]);
  if (child.connected) child.disconnect();

  expect(await ended).toEqual([0, null]);
});
