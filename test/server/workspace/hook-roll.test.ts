import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  hookRollOf,
  readSetup,
  TextFile,
  TextFiles,
  Workspace,
} from "../../../server/workspace/index.ts";
import { indexWith, unexpected } from "../diagnostics/fake-index.ts";

const URI = "file:///w/plugins.yaml";

function createWorkspace(): Workspace {
  const setup = readSetup({
    processId: null,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: "file:///w", name: "w" }],
  });
  const index = indexWith((reference) =>
    Promise.resolve({ kind: "file-not-found", looked: [reference] }),
  );
  const log = { failed: unexpected, info: () => undefined };
  return new Workspace(setup, new TextFiles(), () => Promise.resolve(index), {}, log);
}

const entry = (name: string, hooks: string): string =>
  `- name: ${name}\n  module: ./${name}.ts:A\n  hooks: [${hooks}]\n`;

function edit(file: TextFile, start: number, end: number, text: string): void {
  const version = (file.version ?? 0) + 1;
  file.change([{ range: file.rangeOf({ start, end }), text }], version);
}

const calledNames = (file: TextFile, workspace: Workspace): Record<string, string[]> =>
  Object.fromEntries(
    [...hookRollOf(file, workspace).called].map(([hook, called]) => [
      hook,
      called.map(({ name }) => name),
    ]),
  );

test("a roll names the enabled entries that are called for a hook, in the manifest's order", () => {
  const workspace = createWorkspace();
  const text = `${entry("a", "x, y, x")}${entry("b", "y")}- name: c\n  module: m:C\n  enabled: no\n  hooks: [x]\n`;
  const file = TextFile.opened(URI, 1, text);
  expect(calledNames(file, workspace)).toEqual({ x: ["a"], y: ["a", "b"] });
});

test("an edit that is about no hook keeps the roll, another one changes it", () => {
  const workspace = createWorkspace();
  const file = TextFile.opened(URI, 1, entry("a", "x") + entry("b", "x"));
  const before = hookRollOf(file, workspace);

  edit(file, 0, 0, "# A comment above\n");
  expect(hookRollOf(file, workspace)).toBe(before);

  const at = file.text.lastIndexOf("x");
  edit(file, at, at + 1, "z");
  expect(calledNames(file, workspace)).toEqual({ x: ["a"], z: ["b"] });
});

test("a roll after any edits is that of the same text when it is new", () => {
  const fragment = fc.oneof(
    fc.constantFrom("\n", "- ", ":", "{", "'", "#", "x", ", y", "\n- name: a", "enabled: no\n"),
    fc.constantFrom(entry("a", "x"), entry("b", "y, z")),
    fc.string({ maxLength: 4 }),
  );
  const anEdit = fc.record({ at: fc.nat(240), length: fc.nat(20), newText: fragment });
  const start = ["a", "b", "c", "a", "d"].map((name) => entry(name, `x, ${name}`)).join("");
  fc.assert(
    fc.property(fc.array(anEdit, { minLength: 1, maxLength: 6 }), (edits) => {
      const workspace = createWorkspace();
      const file = TextFile.opened(URI, 1, start);
      for (const { at, length, newText } of edits) {
        edit(file, at, at + length, newText);
        const anew = TextFile.opened(URI, 1, file.text);
        const { participants } = hookRollOf(file, workspace);
        expect(participants).toEqual(hookRollOf(anew, workspace).participants);
      }
    }),
    { numRuns: 100 },
  );
});
