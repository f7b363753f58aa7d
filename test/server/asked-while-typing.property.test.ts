import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { REGISTRY_STATE, registrySnapshotSchema } from "../../schemas/index.ts";
import { SAMPLE_FILES, TestClient, TestWorkspace } from "./harness/index.ts";

const ENTRY_COUNT = 600; // So many that answers take more than one slice.
const LINES = Array.from({ length: ENTRY_COUNT }, (_, index) => [
  `- name: alert_${index}`,
  "  module: ./plugins/alert.ts:Alert",
  "  hooks: [ticket_created]",
]).flat();

let workspace: TestWorkspace;
let client: TestClient;
beforeAll(async () => {
  workspace = await TestWorkspace.create(SAMPLE_FILES);
  client = await TestClient.start({ folder: workspace.folder });
});
afterAll(async () => {
  await client.close();
  await workspace[Symbol.asyncDispose]();
});

const snapshot = registrySnapshotSchema.parse({
  revision: 1,
  manifestProblems: [],
  plugins: Array.from({ length: ENTRY_COUNT }, (_, position) => ({
    summary: {
      name: `alert_${position}`,
      description: null,
      hooks: ["ticket_created"],
      config: {},
      enabled: true,
      active: true,
      hook_stats: {},
      errors: [],
      invalid: false,
      secrets: { required: [], missing: [] },
    },
    state: "active",
    position,
    module: "./plugins/alert.ts:Alert",
    sourceFile: null,
    generation: 1,
    problems: [],
    secrets: [],
    latency: {},
    routes: [],
  })),
});

const anEdit = fc.record({
  at: fc.nat(LINES.length - 1),
  // Whole lines go and come, and parts of names.
  line: fc.constantFrom(
    "",
    "# a comment",
    "- name: alert_3",
    "  enabled: false",
    "  hooks: [",
    "  x",
    "- name: 'alert_5' ",
  ),
  deleted: fc.nat(2),
});

async function ask(uri: string, lineCount: number): Promise<readonly unknown[]> {
  const textDocument = { uri };
  const range = { start: { line: 0, character: 0 }, end: { line: lineCount, character: 0 } };
  return Promise.all([
    client.request("textDocument/codeLens", { textDocument }),
    client.request("textDocument/inlayHint", { textDocument, range }),
  ]);
}

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

/** Opens a text anew, and asks. */
async function askAfresh(text: string): Promise<readonly unknown[]> {
  const uri = workspace.uri("plugins.yaml");
  client.open(uri, text);
  client.notify(REGISTRY_STATE, { manifestUri: uri, snapshot });
  const answers = await ask(uri, text.split("\n").length);
  client.closeDocument(uri);
  return answers;
}

test("lenses and hints that are asked for while somebody types are those of one text, and in the end of the last", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anEdit, { minLength: 1, maxLength: 4 }), async (edits) => {
      const uri = workspace.uri("plugins.yaml");
      const lines = [...LINES];
      const texts = [textOf(lines)];
      client.open(uri, textOf(lines));
      client.notify(REGISTRY_STATE, { manifestUri: uri, snapshot });
      const answers: (readonly unknown[])[] = [];
      for (const { at, line, deleted } of edits) {
        const asked = ask(uri, lines.length);
        // Answered while the others are worked out.
        await client.request("textDocument/hover", {
          textDocument: { uri },
          position: { line: 0, character: 0 },
        });
        lines.splice(at, deleted, line);
        texts.push(textOf(lines));
        const range = {
          start: { line: at, character: 0 },
          end: { line: at + deleted, character: 0 },
        };
        client.change(uri, { range, text: `${line}\n` });
        answers.push(await asked);
      }
      const last = await ask(uri, lines.length);
      client.closeDocument(uri);
      const fresh = [];
      for (const text of texts) fresh.push(await askAfresh(text));
      expect(last).toEqual(fresh.at(-1));
      for (const [index, answer] of answers.entries()) {
        const possible = [fresh[index], fresh[index + 1]];
        answer.forEach((part, kind) => {
          expect(possible.some((each) => isDeepStrictEqual(each?.[kind], part))).toBe(true);
        });
      }
    }),
    { numRuns: 6 },
  );
});
