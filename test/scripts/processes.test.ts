import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { endProcess, runProcess, startProcess } from "../../scripts/base/processes.mjs";

/** Starts a child that would outlive it, prints the child's id, and goes on for a minute. */
const parent = `
  const child = require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "inherit" });
  console.log(child.pid);
  setTimeout(() => {}, 60_000);
`;

test("ending a process ends what it started", async () => {
  const started = startProcess(process.execPath, ["-e", parent]);
  if (!started.stdout) throw new Error("its output should be collected");
  const [line] = await once(started.stdout, "data");
  const grandchild = Number(line);
  expect(isRunning(grandchild)).toBe(true);
  await endProcess(started);
  await expect.poll(() => isRunning(grandchild)).toBe(false);
});

test("a process that has ended leaves nothing behind", async () => {
  const orphaning = parent.replace(
    /setTimeout\(\(\) => \{\}, 60_000\);\n$/,
    "child.unref();\nprocess.exit(3);\n",
  );
  const { code, output } = await runProcess(process.execPath, ["-e", orphaning]);
  expect(code).toBe(3);
  await expect.poll(() => isRunning(Number(output))).toBe(false);
});

test("a command that does not exist is an error, not a hang", async () => {
  await expect(runProcess("there-is-no-such-command", [])).rejects.toThrow("ENOENT");
});

test("a process has no standard input to wait for", async () => {
  const reading = 'process.stdin.on("end", () => console.log("ended")).resume();';
  expect(await runProcess(process.execPath, ["-e", reading])).toEqual({
    code: 0,
    output: "ended\n",
  });
});

/** A process that was killed and that nobody has waited for is still listed, as `Z`. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.startsWith("Z");
}
