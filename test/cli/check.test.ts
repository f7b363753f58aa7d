import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Diagnostic } from "vscode-languageserver/node";
import { TestClient, TestWorkspace } from "../server/harness/index.ts";
import { openProject } from "../registry/cli/command-line.ts";

const MANIFEST = `# patchbay-ignore-file manifest/disabled
- name: ticket
  module: ./plugins/ticket.js:Ticket
  enabeld: true
  hooks: [post_plan, no_such_hook]
  config:
    project: 5
    secrets: {TICKET_KEY: s3cr3t-value, OTHER: &other anch0red-value}
- name: ticket # patchbay-ignore manifest/duplicate-name
  module: ./plugins/gone.js:Gone
- name: off
  module: ./plugins/ticket.js:Nobody
  enabled: "no"
  copied: *other
`;
const FILES = {
  "plugins.yaml": MANIFEST,
  "plugins/ticket.js": `import { PluginBase } from "patchbay";
import { z } from "zod";
export class Ticket extends PluginBase {
  static hooks = ["post_plan"];
  static requiredSecrets = ["TICKET_TOKEN"];
  static configSchema = z.object({ project: z.string() });
  post_plan() {}
}
`,
};

function disabledEntry(index: number): string {
  return `- name: p${index}\n  module: ./plugins/ticket.js:Ticket\n  enabled: false\n  config: {project: x}\n`;
}

interface Report {
  readonly files: readonly {
    readonly file: string;
    readonly diagnostics: readonly {
      readonly code: string;
      readonly severity: string;
      readonly message: string;
      readonly range: Diagnostic["range"];
    }[];
  }[];
  readonly counts: Readonly<Record<string, number>>;
}

test.each([
  ["a broken manifest", FILES],
  ["one that does not parse", { ...FILES, "plugins.yaml": "- name: [a\n  module: {\n" }],
])(
  "%s has the very diagnostics of the editor",
  async (_, files: Readonly<Record<string, string>>) => {
    const { json, folder } = await openProject(files);
    const report = await json<Report>(["check"]);
    await using workspace = await TestWorkspace.create(files);
    const client = await TestClient.start({ folder: workspace.folder });
    const found = (report.files[0]?.diagnostics ?? []).map((each) => ({
      ...each,
      message: JSON.stringify(each.message),
    }));
    const uri = workspace.uri("plugins.yaml");
    client.open(uri, files["plugins.yaml"] ?? "");
    const published = await client.published.when(uri, (all) => all.length === found.length);
    const names = ["", "error", "warning", "information", "hint"];
    const ofEditor = published.diagnostics.map(({ code, severity = 0, message, range }) => ({
      code,
      severity: names[severity],
      message: JSON.stringify(message).replaceAll(workspace.folder, folder),
      range,
    }));
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(ofEditor);
    await client.close();
  },
);

test("it ends with 1 when something is worse than what is tolerated", async () => {
  const { run, write } = await openProject({
    ...FILES,
    "plugins.yaml": "- name: a\n  module: ./plugins/ticket.js:Ticket\n  config: {project: x}\n",
  });
  expect((await run(["check"])).code).toBe(0); // A missing secret is a warning.
  expect((await run(["check", "--max-severity", "error"])).code).toBe(0);
  expect((await run(["check", "--max-severity", "information"])).code).toBe(1);
  expect((await run(["check", "--max-severity", "none"])).code).toBe(1);
  expect((await run(["check", "--severity", "secret/missing=error"])).code).toBe(1);
  expect((await run(["check", "--severity", "secret/*=off", "--max-severity", "none"])).code).toBe(
    0,
  );
  expect((await run(["check", "--severity", "secret/missing=loud"])).code).toBe(2);
  expect((await run(["check", "--severity", "bogus/x=off"])).code).toBe(2);
  write("plugins.yaml", MANIFEST);
  expect((await run(["check"])).code).toBe(1);
});

test("several files are checked, and one that is not there is 2", async () => {
  const { run, json } = await openProject({ ...FILES, "other.yaml": "- name: a\n" });
  const report = await json<Report>(["check", "plugins.yaml", "other.yaml"]);
  expect(report.files.map(({ file }) => file)).toEqual(["plugins.yaml", "other.yaml"]);
  const missing = await run(["check", "gone.yaml", "plugins.yaml"]);
  expect(missing.code).toBe(2);
  expect(missing.stdout).toContain("plugins.yaml:");
  expect(missing.stderr).toContain("gone.yaml cannot be read");
});

test("--fix mends what needs no decision, says so, and leaves guesses by spelling alone", async () => {
  const text =
    "# kept\n- name: 5 # kept too\n  module: ./plugins/ticket.js:Tickt\n  enabeld: false\n  config: {project: x}\n";
  const { run, json, manifest, write } = await openProject({
    "plugins.yaml": text,
    "plugins/ticket.js": FILES["plugins/ticket.js"],
  });
  const { stdout } = await run(["check", "--fix"]);
  expect(manifest()).toBe(text.replace("name: 5", 'name: "5"'));
  expect(stdout).toContain("plugins.yaml:2:9 mended Put it in quotes manifest/wrong-type\n");
  expect(stdout).toContain("1 file checked, 1 mended: 1 error, 1 warning");
  write("plugins.yaml", text);
  const { files } = await json<{ files: readonly { mended?: readonly object[] }[] }>([
    "check",
    "--fix",
  ]);
  expect(files[0]?.mended).toMatchObject([
    { code: "manifest/wrong-type", how: "Put it in quotes" },
  ]);
  expect((await json<{ files: readonly object[] }>(["check"])).files[0]).not.toHaveProperty(
    "mended",
  );
});

test("people are not told a hint a hundred times, unless they ask for it", async () => {
  const { run, json } = await openProject({
    ...FILES,
    "plugins.yaml": Array.from({ length: 100 }, (_, index) => disabledEntry(index)).join(""),
  });
  const args = ["check", "--severity", "manifest/duplicate-module=off"];
  const few = await run(args);
  expect(few.stdout).toContain("plugins.yaml hint 90 more like these: --all shows them manifest/");
  expect(few.stdout.match(/manifest\/disabled/g)).toHaveLength(11);
  const all = await run([...args, "--all"]);
  expect(all.stdout.match(/manifest\/disabled/g)).toHaveLength(100);
  expect((await json<Report>(args)).files[0]?.diagnostics).toHaveLength(200);
});

test("a byte order mark is kept, and counts in no column", async () => {
  const text = "\uFEFF- name: 5\n  module: ./plugins/ticket.js:Ticket\n  config: {project: x}\n";
  const { run, manifest } = await openProject({ ...FILES, "plugins.yaml": text });
  const { stdout } = await run(["check", "--fix"]);
  expect(stdout).toContain("plugins.yaml:1:9 mended");
  expect(manifest()).toBe(text.replace("name: 5", 'name: "5"'));
});

test("what is no text is not taken for a manifest with mistakes", async () => {
  const { run, at } = await openProject(FILES);
  writeFileSync(at("plugins.yaml"), "- name: a\n", "utf16le");
  writeFileSync(at("other.yaml"), Buffer.from([0x2d, 0x20, 0xff]));
  const { code, stdout, stderr } = await run(["check", "plugins.yaml", "other.yaml"]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("other.yaml cannot be read: it is not UTF-8");
});

test("no report shows a secret, wherever it stands", async () => {
  const { run } = await openProject(FILES);
  for (const format of ["human", "json", "sarif", "github"]) {
    const { stdout, stderr } = await run(["check", "--format", format]);
    expect(stdout + stderr).not.toMatch(/s3cr3t-value|anch0red-value/);
  }
});

test("GitHub is told in one line for each finding, escaped as it wants it", async () => {
  const { run } = await openProject(FILES);
  const { stdout } = await run(["check", "--format", "github"]);
  const lines = stdout.trimEnd().split("\n");
  for (const line of lines)
    expect(line).toMatch(/^::(?:error|warning|notice) file=plugins\.yaml,line=\d+,/);
  expect(stdout).toMatch(/title=manifest\/unknown-key::/);
});

test("SARIF names the rule, the place and the level of each finding", async () => {
  const { run } = await openProject(FILES);
  const { stdout } = await run(["check", "--format", "sarif"]);
  const log = JSON.parse(stdout) as {
    readonly version: string;
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly locations: readonly unknown[];
      }[];
    }[];
  };
  expect(log.version).toBe("2.1.0");
  const [run0] = log.runs;
  const rules = run0?.tool.driver.rules.map(({ id }) => id) ?? [];
  for (const { ruleId } of run0?.results ?? []) expect(rules).toContain(ruleId);
  expect(run0?.results).toContainEqual(
    expect.objectContaining({
      ruleId: "manifest/unknown-key",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "plugins.yaml" },
            region: { startLine: 4, startColumn: 3, endLine: 4, endColumn: 10 },
          },
        },
      ],
    }),
  );
});

test("checking runs no plugin code", async () => {
  const { run, write } = await openProject(FILES);
  write("plugins/ticket.js", `throw new Error("ran");\nexport class Ticket {}\n`);
  const { stdout, stderr } = await run(["check"]);
  expect(stdout + stderr).not.toContain("ran\n");
});
