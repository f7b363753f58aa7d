import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  diagnoseManifest,
  findInEntry,
  Survey,
  type EntryCheck,
} from "../../../server/diagnostics/index.ts";
import { readSetup, TextFile, TextFiles, Workspace } from "../../../server/workspace/index.ts";
import { indexWith, unexpected } from "./fake-index.ts";

const URI = "file:///w/plugins.yaml";
const LOG = { failed: unexpected, info: () => undefined };

/** A workspace in which no module exists. */
async function workspaceThatKnows(file: TextFile): Promise<Workspace> {
  const setup = readSetup({
    processId: null,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: "file:///w", name: "w" }],
  });
  const index = indexWith((reference) =>
    Promise.resolve({ kind: "file-not-found", looked: [reference] }),
  );
  const workspace = new Workspace(setup, new TextFiles(), () => Promise.resolve(index), {}, LOG);
  await workspace.classes.settle(() => diagnoseManifest(file, workspace, LOG));
  return workspace;
}

const entry = (name: string): string =>
  `- name: ${name}\n  module: ./${name}.ts:A\n  config: { api_key: abcdefgh${name} }\n`;

function edit(file: TextFile, start: number, end: number, text: string): void {
  const version = (file.version ?? 0) + 1;
  file.change([{ range: file.rangeOf({ start, end }), text }], version);
}

describe("the diagnostics after any edits", () => {
  test("are those of the same text when it is new", async () => {
    const fragment = fc.oneof(
      fc.constantFrom("\n", "- ", ":", "{", "'", "#", "a", "b", "\n- name: a", "enabled: no"),
      fc.constantFrom(
        "module: ./b.ts:A\n",
        entry("a"),
        entry("b"),
        "# patchbay-ignore hook/unknown",
      ),
      fc.string({ maxLength: 4 }),
    );
    const anEdit = fc.record({ at: fc.nat(300), length: fc.nat(12), newText: fragment });
    const changes = fc.array(
      fc.record({
        edits: fc.array(anEdit, { maxLength: 3 }),
        around: fc.constantFrom("same", "secrets", "classes", "registry"),
      }),
      { minLength: 1, maxLength: 6 },
    );
    const start = ["a", "b", "c", "a", "d"].map(entry).join("");
    await fc.assert(
      fc.asyncProperty(changes, async (rounds) => {
        const file = TextFile.opened(URI, 1, start);
        const workspace = await workspaceThatKnows(file);
        for (const { edits, around } of rounds) {
          for (const { at, length, newText } of edits) edit(file, at, at + length, newText);
          if (around === "secrets") workspace.secrets.filesChanged();
          if (around === "classes") workspace.classes.invalidate(["/w/a.ts"]);
          if (around === "registry") workspace.live.update({ manifestUri: URI, snapshot: null });
          await workspace.classes.settle(() => diagnoseManifest(file, workspace, LOG));
          const anew = TextFile.opened(URI, 1, file.text);
          expect(diagnoseManifest(file, workspace, LOG)).toEqual(
            diagnoseManifest(anew, workspace, LOG),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a survey", () => {
  test("looks at the entries that an edit touched, and tells of the others where they stand now", async () => {
    const names = ["a", "b", "c", "d"];
    const file = TextFile.opened(URI, 1, names.map(entry).join(""));
    const workspace = await workspaceThatKnows(file);
    const survey = new Survey();
    const looked: string[] = [];
    const found = (): string[] => {
      looked.length = 0;
      survey.update(file, workspace, ({ item }) => {
        looked.push(item.name);
        const finding = { code: "hook/unknown", severity: "hint", message: "m" } as const;
        return { findings: [{ ...finding, span: item.headSpan }], isComplete: true };
      });
      return survey.findings().map(({ span }) => file.text.slice(span.start, span.end));
    };
    expect(found()).toEqual(names);
    expect(looked).toEqual(names);

    const at = file.text.indexOf("name: b") + "name: b".length;
    edit(file, at, at, "bbb");
    expect(found()).toEqual(["a", "bbbb", "c", "d"]);
    expect(looked).toEqual(["bbbb"]);

    edit(file, 0, 0, entry("first"));
    expect(found()).toEqual(["first", "a", "bbbb", "c", "d"]);
    expect(looked).toEqual(["first"]);

    expect(found()).toHaveLength(5);
    expect(looked).toEqual([]);
    workspace.secrets.filesChanged();
    found();
    expect(looked).toHaveLength(5);
  });

  test("looks again where a check failed", async () => {
    const file = TextFile.opened(URI, 1, entry("a") + entry("b"));
    const workspace = await workspaceThatKnows(file);
    const survey = new Survey();
    let fails = true;
    const span = { start: 0, end: 1 };
    const finding = { code: "hook/unknown", severity: "hint", message: "m", span } as const;
    const check: EntryCheck = {
      name: "one",
      find: () => (fails ? unexpected() : [finding]),
    };
    const quiet = { failed: () => undefined, info: () => undefined };
    survey.update(file, workspace, findInEntry([check], quiet));
    expect(survey.findings()).toEqual([]);
    fails = false;
    survey.update(file, workspace, findInEntry([check], quiet));
    expect(survey.findings()).toHaveLength(2);
  });
});
