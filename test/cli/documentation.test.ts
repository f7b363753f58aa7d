import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openProject } from "../registry/cli/command-line.ts";
import { blocksOf, transcriptsOf } from "./transcripts.ts";

const page = readFileSync(path.resolve(import.meta.dirname, "../../docs/cli.md"), "utf8");

const [manifest = "", ...otherYaml] = blocksOf(page, "yaml");
const [source = ""] = blocksOf(page, "js");
const files = { "plugins.yaml": manifest, "plugins/greeter.js": source };

test.each(
  blocksOf(page, "console").map((block) => [transcriptsOf(block)[0]?.command ?? "", block]),
)("the page's transcript of %s is what the command prints", async (_, block) => {
  const { run, folder } = await openProject(files);
  let code: number | null = null;
  for (const { command, output } of transcriptsOf(block)) {
    if (command === "echo $?") {
      expect(String(code)).toBe(output);
      continue;
    }
    const [first = "", ...words] = command.split(" ");
    const isAssignment = first.includes("=");
    const [name = "", value = ""] = isAssignment ? first.split("=") : [];
    const environment: Record<string, string> = isAssignment ? { [name]: value } : {};
    const ended = await run(isAssignment ? words.slice(1) : words, { environment });
    code = ended.code;
    const printed = (ended.stdout + ended.stderr).replaceAll(folder, "FOLDER");
    expect(printed.trimEnd()).toBe(output);
  }
});

test("the page tells of every command and option", async () => {
  const { run } = await openProject({});
  const { stdout } = await run(["--help"]);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+)(?: |$)/gm)].map(([, name = ""]) => name);
  expect(commands.length).toBeGreaterThan(15);
  for (const command of commands.filter((name) => name !== "help")) {
    expect(page).toMatch(new RegExp(`\\b${command}\\b`));
    const help = await run([command, "--help"]);
    for (const [option] of help.stdout.matchAll(/--[a-z][a-z-]+/g)) {
      const isPlain = ["--help", "--stdio"].includes(option) || command === "serve";
      if (!isPlain) expect(page).toContain(option);
    }
  }
});

test("the hook for pre-commit runs a command that there is", () => {
  expect(otherYaml.join("")).toContain("entry: npx patchbay check");
});
