import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from "vscode-languageserver/node";
import { stringify } from "yaml";
import { SAMPLE_FILES, TestClient, TestWorkspace, TICKET_ENTRY } from "./harness/index.ts";

let workspace: TestWorkspace;
let client: TestClient;
let uri: string;

beforeAll(async () => {
  workspace = await TestWorkspace.create(SAMPLE_FILES);
  client = await TestClient.start({ folder: workspace.folder });
  uri = workspace.uri("plugins.yaml");
});
// An error that any of this made the server log fails here.
afterAll(async () => {
  await client.close();
  await workspace[Symbol.asyncDispose]();
});

const ALERT = "- name: alert\n  module: ./plugins/alert.ts:Alert\n";

describe("a manifest that nobody meant", () => {
  test.each([
    ["an alias bomb", bomb(), "manifest/alias-bomb"],
    ["deep nesting", `- name: a\n  config: ${"[".repeat(20_000)}`, "manifest/too-deep"],
    ["more than 10 MB", `# ${"x".repeat(10 * 1024 * 1024)}\n${ALERT}`, "manifest/too-large"],
    ["tabs", "- name: a\n\tmodule: ./a.ts:A\n", "manifest/syntax"],
    ["binary", `\u0000\u0001\uFFFD${"\u0000\uD800".repeat(500)}`, "manifest/not-a-list"],
  ])("%s gets a clear answer, and the server goes on", async (_, text, code) => {
    client.open(uri, text);
    const found = await client.diagnosticsWith(uri, code);
    expect(found.find((each) => each.code === code)?.message).toMatch(/\w.{10,}/);
    await askAt(0, Math.min(3, text.length));
    client.closeDocument(uri);
  });

  test("20,000 lines are checked to the last one", async () => {
    const text = Array.from({ length: 10_000 }, (_, index) =>
      ALERT.replace("alert", `a${index}`),
    ).join("");
    client.open(uri, `${text}- name: last\n`);
    const found = await client.diagnosticsWith(uri, "manifest/missing-field");
    const last = found.find(({ code }) => code === "manifest/missing-field");
    expect(last?.range.start.line).toBe(20_000);
    client.closeDocument(uri);
  });
});

const METHODS = [
  "hover",
  "completion",
  "definition",
  "references",
  "documentHighlight",
  "prepareRename",
  "selectionRange",
] as const;

async function askAt(line: number, character: number): Promise<void> {
  const position = { line, character };
  const params = {
    textDocument: { uri },
    position,
    positions: [position],
    context: { includeDeclaration: true },
  };
  await Promise.all(METHODS.map((method) => client.request(`textDocument/${method}`, params)));
}

async function askAboutAll(lines: number): Promise<void> {
  const range = { start: { line: 0, character: 0 }, end: { line: lines, character: 0 } };
  const params = { textDocument: { uri }, range };
  const methods = [
    "documentSymbol",
    "documentLink",
    "foldingRange",
    "codeLens",
    "inlayHint",
    "semanticTokens/full",
  ];
  await Promise.all(methods.map((method) => client.request(`textDocument/${method}`, params)));
}

const CORPUS: Readonly<Record<string, string>> = {
  "a good manifest": `${TICKET_ENTRY}    secrets: { JIRA_TOKEN: { env: X } }\n${ALERT}  enabled: off # why\n`,
  "the mapping form":
    "ticket:\n  module: plugins.ticket:Ticket\nalert: {module: ./plugins/alert.ts:Alert, hooks: [a]}\n",
  "half-typed entries":
    "- \n- name\n- name:\n- name: a\n  mod\n- {name: a,\n- - -\n-\n  hooks:\n   -\n",
  "anchors and merges":
    "- &a\n  name: a\n  module: ./plugins/alert.ts:Alert\n- <<: *a\n  name: b\n- *none\n",
  "odd scalars":
    '- name: "a\\"b"\n  module: >-\n    ./plugins/alert.ts:Alert\n  config: {? [x] : y, 1: 2, ~: 3, "": 4}\n- !!str x\n- 5\n- null\n',
  "CRLF and tabs":
    "- name: a\r\n\tmodule: x\r\n- name: b\r\n  module: ./plugins/alert.ts:Alert\r\n",
};

test.each(Object.entries(CORPUS))(
  "every feature answers at every position of %s",
  async (_, text) => {
    client.open(uri, text);
    const lines = text.split("\n");
    for (const [line, content] of lines.entries()) {
      for (let character = 0; character <= content.length; character++)
        await askAt(line, character);
    }
    await askAboutAll(lines.length);
    client.closeDocument(uri);
  },
);

test("arbitrary bytes and arbitrary YAML are diagnosed, and every question about them is answered", async () => {
  const aText = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("utf8")),
    fc.jsonValue({ maxDepth: 4 }).map((value) => stringify(value)),
    fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 5 }).map((value) => stringify(value)),
    fc
      .dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 })
      .map((value) =>
        stringify([{ name: "a", module: "./plugins/alert.ts:Alert", config: value }]),
      ),
  );
  await fc.assert(
    fc.asyncProperty(aText, fc.nat(300), async (text, at) => {
      await textDiagnostics(client.open(uri, text));
      const { line, character } = positionAt(text, Math.min(at, text.length));
      await askAt(line, character);
      await askAboutAll(text.split("\n").length);
      client.closeDocument(uri);
    }),
    { numRuns: 60 },
  );
});

test("requests that are cancelled end, and hold up none that is not", async () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `a${index}`);
  client.open(uri, names.map((name) => ALERT.replace("alert", name)).join(""));
  const cancelling = new CancellationTokenSource();
  const params = { textDocument: { uri } };
  const cancelled = Array.from({ length: 100 }, () =>
    client.connection.sendRequest("textDocument/codeLens", params, cancelling.token).then(
      () => "answered",
      (error: unknown) => (error instanceof ResponseError ? error.code : error),
    ),
  );
  cancelling.cancel();
  await askAt(1, 12);
  const outcomes = new Set(await Promise.all(cancelled));
  expect([...outcomes].filter((outcome) => outcome !== "answered")).toEqual([
    LSPErrorCodes.RequestCancelled,
  ]);
  client.closeDocument(uri);
});

test("random edits end with the diagnostics that the same text has when it is opened anew", async () => {
  const fragment = fc.oneof(
    fc.constantFrom(
      "\n",
      "- ",
      "  ",
      ":",
      "{",
      "}",
      "[",
      "]",
      "'",
      '"',
      "#",
      "&a ",
      "*a",
      "---\n",
      "\r\n",
      "\t",
      "𝒳",
    ),
    fc.constantFrom(
      "name: x\n",
      "  module: ./plugins/alert.ts:Alert\n",
      "hooks: [post_plan]\n",
      ALERT,
    ),
    fc.string({ maxLength: 4 }),
  );
  const edit = fc.record({ at: fc.nat(400), length: fc.nat(12), newText: fragment });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.values(CORPUS)),
      fc.array(edit, { minLength: 1, maxLength: 12 }),
      async (start, edits) => {
        client.open(uri, start);
        let text = start;
        let version = 0;
        for (const { at, length, newText } of edits) {
          const from = Math.min(at, text.length);
          const to = Math.min(from + length, text.length);
          const range = { start: positionAt(text, from), end: positionAt(text, to) };
          text =
            text.slice(0, offsetAt(text, range.start)) +
            newText +
            text.slice(offsetAt(text, range.end));
          version = client.change(uri, { range, text: newText });
          if (at % 3 === 0) await askAt(range.start.line, range.start.character);
        }
        const edited = await textDiagnostics(version);
        client.closeDocument(uri);
        const anew = await textDiagnostics(client.open(uri, text));
        client.closeDocument(uri);
        expect(edited).toEqual(anew);
      },
    ),
    { numRuns: 60 },
  );
});

/** What is published about the text alone, of one version. */
async function textDiagnostics(version: number): Promise<unknown> {
  const { diagnostics } = await client.published.when(
    uri,
    (_, params) => params.version === version,
  );
  return diagnostics.filter(({ code }) => String(code).startsWith("manifest/"));
}

function bomb(): string {
  const levels = Array.from({ length: 30 }, (_, level) => {
    const previous = level === 0 ? "x" : `*l${level - 1}`;
    return `  l${level}: &l${level} [${Array.from({ length: 10 }, () => previous).join(", ")}]\n`;
  });
  return `- name: bomb\n  module: ./plugins/alert.ts:Alert\n${levels.join("")}`;
}

/** LSP's positions of a text: lines end with \n, \r\n or \r. */
function positionAt(text: string, offset: number): { line: number; character: number } {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

function offsetAt(text: string, { line, character }: { line: number; character: number }): number {
  const ends = [...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length);
  return Math.min((line === 0 ? 0 : (ends[line - 1] ?? text.length)) + character, text.length);
}
