import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { completionScript, SHELLS } from "../../../registry/cli/completion/index.ts";
import { openProject } from "./command-line.ts";
import { SAMPLE } from "./sample.ts";

test.each(SHELLS)("%s gets a script that knows every command", async (shell) => {
  const { run } = await openProject({});
  const { code, stdout } = await run(["completion", shell]);
  expect(code).toBe(0);
  for (const command of ["list", "enable", "check", "serve", "new", "doctor"]) {
    expect(stdout).toContain(command);
  }
});

test("bash completes commands, options and the plugins of the manifest", async () => {
  const { run, folder, write } = await openProject(SAMPLE);
  const { stdout: script } = await run(["completion", "bash"]);
  const { stdout: names } = await run(["complete-names"]);
  write("bin/patchbay", `#!/bin/sh\necho '${names.trim()}'\n`);
  const complete = (...words: string[]): string => {
    const ask = `chmod +x bin/patchbay; PATH="$PWD/bin:$PATH"; ${script}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _patchbay; echo "\${COMPREPLY[@]}"`;
    return spawnSync("bash", ["-c", ask], { cwd: folder, encoding: "utf8" }).stdout.trim();
  };
  expect(complete("patchbay", "dis")).toBe("disable discover");
  expect(complete("patchbay", "enable", "sl")).toBe("sleeper");
  expect(complete("patchbay", "check", "--max")).toBe("--max-severity");
  expect(complete("patchbay", "completion", "z")).toBe("zsh");
});

test("a description with quotes breaks no script", () => {
  const command = {
    name: "x",
    description: "it's a 'test': really",
    options: [],
    words: [],
    takesPlugin: false,
  };
  expect(completionScript("fish", [command])).toContain("-d 'its a test: really'");
  expect(completionScript("zsh", [command])).toContain(`'x:its a test\\: really'`);
});
