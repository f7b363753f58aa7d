import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { Argument, Command, Option } from "commander";
import { expect, test } from "vitest";
import {
  candidatesFor,
  completedBy,
  completionScript,
  printedFor,
  SHELLS,
  type Shell,
} from "../../../registry/cli/completion/index.ts";
import { buildCommand, openProject } from "./command-line.ts";
import { SAMPLE } from "./sample.ts";

/** How a shell is asked what it would offer, without anybody who presses a key. */
const HARNESS: Readonly<Record<Shell, (words: readonly string[]) => string>> = {
  bash: (words) =>
    `COMP_WORDS=(${words.map(quoted).join(" ")}); COMP_CWORD=${words.length - 1}; _patchbay; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words) =>
    `words=(${words.map(quoted).join(" ")}); CURRENT=${words.length}; _patchbay 2>/dev/null`,
  fish: (words) => `complete -C ${quoted(words.join(" "))}`,
};
/** What zsh's completion system would have brought along. */
const BEFORE: Partial<Record<Shell, string>> = {
  zsh: 'compdef() {}; _files() {}; _describe() { print -rl -- "${(@P)2}"; }',
};

/** Shells that this machine has; bash is everywhere. */
const installed = SHELLS.filter((shell) => spawnSync(shell, ["-c", "true"]).status === 0);

test("one of the shells is here to be asked", () => {
  expect(installed).toContain("bash");
});

test.each(installed)(
  "%s completes commands, options, their values, plugins and hooks",
  async (shell) => {
    const { folder, write } = await openProject(SAMPLE);
    const command = `#!/bin/sh\nexec '${process.execPath}' '${await buildCommand()}' "$@"\n`;
    chmodSync(write("bin/patchbay", command), 0o755);
    const complete = (...words: string[]): readonly string[] => {
      const line = [BEFORE[shell] ?? "", completionScript(shell), HARNESS[shell](words)].join("\n");
      const args = shell === "zsh" ? ["-f", "-c", line] : ["-c", line];
      const { stdout } = spawnSync(shell, args, {
        cwd: folder,
        encoding: "utf8",
        env: { PATH: `${folder}/bin:${process.env["PATH"]}`, HOME: folder },
      });
      const offered = stdout.split("\n").filter((each) => each !== "");
      return offered.map((each) => each.split(shell === "zsh" ? /(?<!\\):/ : "\t")[0] ?? "");
    };
    expect(complete("patchbay", "dis")).toEqual(["disable", "discover"]);
    expect(complete("patchbay", "enable", "sl")).toEqual(["sleeper"]);
    expect(complete("patchbay", "check", "--max")).toEqual(["--max-severity"]);
    expect(complete("patchbay", "check", "--format", "s")).toEqual(["sarif"]);
    expect(complete("patchbay", "--json", "history", "greeter", "post_p")).toEqual(["post_plan"]);
    expect(complete("patchbay", "completion", "z")).toEqual(["zsh"]);
  },
);

test("what is offered depends on where in the line something is typed", () => {
  const program = new Command("patchbay").option("--manifest <file>", "").option("--json", "");
  program
    .command("new")
    .command("plugin")
    .addOption(completedBy(new Option("--hooks <hook...>"), "hook"))
    .addOption(new Option("--kind <kind>").choices(["a", "b"]));
  program.command("show").addArgument(completedBy(new Argument("<name>"), "plugin"));
  program.command("complete-words", { hidden: true });
  const known = { plugins: ["one", "two"], hooks: ["post_plan", "pre_plan"] };
  const offered = (line: string): readonly string[] =>
    candidatesFor(program, line.split(" "), known).map(({ word }) => word);

  expect(offered("")).toEqual(["new", "show"]);
  expect(offered("--")).toEqual(["--manifest", "--json"]);
  expect(offered("--manifest ")).toEqual([]); // a file
  expect(offered("--manifest x.yaml s")).toEqual(["show"]);
  expect(offered("show ")).toEqual(["one", "two"]);
  expect(offered("show one ")).toEqual([]);
  expect(offered("new ")).toEqual(["plugin"]);
  expect(offered("new plugin x --hooks post_plan pr")).toEqual(["pre_plan"]);
  expect(offered("new plugin x --hooks post_plan --k")).toEqual(["--kind"]);
  expect(offered("new plugin x --kind ")).toEqual(["a", "b"]);
  expect(offered("nonsense ")).toEqual([]);
});

test("a description with colons, quotes and line breaks breaks no script", () => {
  const candidate = { word: "a:b", about: "it's a\n'test': really" };
  expect(printedFor("fish", [candidate])).toBe("a:b\tit's a 'test': really");
  expect(printedFor("zsh", [candidate])).toBe("a\\:b:it's a 'test': really");
  expect(printedFor("bash", [candidate])).toBe("a:b");
});

test("no name out of a manifest gets into a command line as anything but one word", () => {
  const names = ["x;touch owned", "*", "$(id)", "a b", "two\nlines", "größe", "@acme/a.b:C"];
  const candidates = names.map((word) => ({ word, about: "" }));
  expect(printedFor("bash", candidates).split("\n")).toEqual(["größe", "@acme/a.b:C"]);
  // These quote what they put in.
  expect(printedFor("fish", candidates).split("\n")).toHaveLength(names.length - 1);
  expect(printedFor("zsh", candidates).split("\n")).toHaveLength(names.length - 1);
});

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
