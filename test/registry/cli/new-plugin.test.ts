import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { format } from "prettier";
import { expect, test } from "vitest";
import { buildCommand, openProject } from "./command-line.ts";

const environment = { PATH: process.env["PATH"] };

test.each([
  ["ts", ["--hooks", "post_plan", "my_hook"]],
  ["js", []],
  ["js", ["--kind", "ai_provider"]],
  ["ts", ["--kind", "storage_backend"]],
])("a plugin in %s with %j has no diagnostics and passes its own test", async (language, more) => {
  const { run, folder, at } = await openProject({ "plugins.yaml": "# mine\n" });
  const written = await run(["new", "plugin", "ticket-sync", "--language", language, ...more]);
  expect(written.code).toBe(0);
  expect(
    (await run(["check", "--severity", "hook/unknown=off", "--max-severity=none"])).stdout,
  ).toBe("1 file checked: no problems\n");
  const tested = spawnSync(
    process.execPath,
    ["--test", "--test-reporter=tap", at("plugins/ticket-sync.test.mjs")],
    {
      cwd: folder,
      encoding: "utf8",
      env: { ...environment, PATCHBAY: await buildCommand() },
    },
  );
  expect(tested.stdout).toMatch(/^# pass [1-9]/m);
  expect(tested.status).toBe(0);
});

test.each([[[]], [["--kind", "ai_provider"]]])(
  "a plugin in Python with %j passes its own test",
  async (more) => {
    const { run, folder, at } = await openProject({});
    const written = await run(["new", "plugin", "ticket-sync", "--language", "python", ...more]);
    expect(written.code).toBe(0);
    expect(written.stderr).toContain("not run by Patchbay yet");
    const file = at("plugins/test_ticket_sync.py");
    const tested = spawnSync("python3", ["-B", file], { cwd: folder, encoding: "utf8" });
    expect(tested.stderr).toContain("OK");
    expect(tested.status).toBe(0);
  },
);

test("what is written is written as a formatter would", async () => {
  const { run, at } = await openProject({});
  await run(["new", "plugin", "standup_digest", "--hooks", "post_plan", "my_hook"]);
  const file = at("plugins/standup_digest.ts");
  const text = readFileSync(file, "utf8");
  expect(text).toBe(await format(text, { parser: "typescript", printWidth: 100 }));
});

test("nothing is written over, and a name that is taken is refused", async () => {
  const { run, folder, manifest } = await openProject({ "plugins/mine.ts": "kept" });
  expect((await run(["new", "plugin", "mine"])).code).toBe(1);
  expect(existsSync(path.join(folder, "plugins.yaml"))).toBe(false);
  expect((await run(["new", "plugin", "other"])).code).toBe(0);
  const before = [manifest(), readdirSync(path.join(folder, "plugins"))];
  expect((await run(["new", "plugin", "other"])).code).toBe(1);
  expect([manifest(), readdirSync(path.join(folder, "plugins"))]).toEqual(before);
});
