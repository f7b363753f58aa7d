import type { CompletionItem, CompletionList, TextEdit } from "vscode-languageserver/node";
import { Lexer } from "yaml";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseManifest } from "../../registry/manifest/index.ts";
import { TextFile } from "../../server/workspace/index.ts";
import { SAMPLE_FILES, TestClient, TestWorkspace } from "./harness/index.ts";

const TICKET = "./plugins/ticket.ts:Ticket";
const TEXTS: Readonly<Record<string, string>> = {
  "with comments": `# top\n- name: a # name\n  # why\n  module: ${TICKET} # mod\n  hooks: # hooks\n    # first\n    - post_plan # one\n  config: # c\n    project_key: DEMO # v\n# between\n- name: b\n`,
  "in brackets": `[{name: a, module: "${TICKET}", hooks: [post_plan], config: {project_key: D}}, {name: b}]\n`,
  "in brackets over several lines": `- {\n    name: a,\n    module: "${TICKET}",\n    config: {\n      project_key: DEMO, # c\n    },\n  }\n`,
  "with comments between brackets": `- {name: a, # one\n   module: "${TICKET}", # two\n   # three, four: 4\n   hooks: [mine, # five\n    post_plan # six\n   ], config: # seven\n    {project_key: D # eight\n    },\n   # nine\n  }\n- {name: b, hooks: [ # ten\n    ]}\n`,
  "with anchors": `- name: a\n  module: ${TICKET}\n  config: &c\n    watchers: &w [x]\n- name: b\n  config:\n    <<: *c\n    watchers: *w\n`,
  "in the mapping form, with CRLF": `a:\r\n  module: ${TICKET}\r\n  hooks:\r\n    - post_plan\r\nb:\r\n  enabled: false\r\n`,
  "with quotes and more than ASCII": `- "name": "😀a"\n  description: "😀 it's" # 😀\n  'module': '${TICKET}'\n  hooks: ["😀", post_plan]\n`,
  "indented, with dashes of their own": `  -\n    name: a\n    hooks:\n    - post_plan\n  -   name: b\n      config: {}\n`,
  "with secrets": `- name: a\n  module: ${TICKET}\n  config:\n    secrets:\n      JIRA_TOKEN: {env: X}\n      OTHER:\n        value: y\n`,
};

let workspace: TestWorkspace;
let client: TestClient;

beforeAll(async () => {
  workspace = await TestWorkspace.create(SAMPLE_FILES);
  client = await TestClient.start({
    folder: workspace.folder,
    capabilities: { textDocument: { publishDiagnostics: {}, completion: {} } },
  });
});
afterAll(async () => {
  await client.close();
  await workspace[Symbol.asyncDispose]();
});

const countErrors = (text: string): number =>
  parseManifest(text).problems.filter(({ code }) => code === "manifest/syntax").length;

/** The texts of its comments. */
const commentsOf = (text: string): readonly string[] =>
  [...new Lexer().lex(text)].filter((token) => token.startsWith("#"));

/** Whether an editor would still show it, given what is typed of what it replaces. */
function isShown({ filterText = "" }: CompletionItem, typed: string): boolean {
  return filterText.toLowerCase().startsWith(typed.toLowerCase());
}

test.each(Object.entries(TEXTS))(
  "whatever is chosen anywhere in a manifest %s, it stays the YAML that it was",
  async (_, text) => {
    const uri = workspace.uri("plugins.yaml");
    const file = TextFile.onDisk(uri, text);
    client.open(uri, text);
    const broken: string[] = [];
    const comments = commentsOf(text);
    for (let offset = 0; offset <= text.length; offset += 1) {
      const position = file.positionAt(offset);
      // No position parts the two characters of a line's end.
      if (file.offsetAt(position) !== offset) continue;
      const list = await client.request<CompletionList | null>("textDocument/completion", {
        textDocument: { uri },
        position,
      });
      for (const item of list?.items ?? []) {
        const { range, newText } = item.textEdit as TextEdit;
        const span = file.spanOf(range);
        expect(range.start.line).toBe(range.end.line);
        expect([span.start <= offset, offset <= span.end]).toEqual([true, true]);
        if (!isShown(item, text.slice(span.start, offset))) continue;
        // As editors do with what says `adjustIndentation`.
        const indent = /^[ \t]*/.exec(file.lineBefore(span.start))?.[0] ?? "";
        const written = newText.replaceAll("\n", `\n${indent}`);
        const after = text.slice(0, span.start) + written + text.slice(span.end);
        if (countErrors(after) > countErrors(text)) broken.push(`${offset}: ${item.label}`);
        // What is chosen in a comment changes it.
        if (item.label.startsWith("patchbay-ignore")) continue;
        const left = commentsOf(after);
        if (!comments.every((comment) => left.includes(comment)))
          broken.push(`${offset}: ${item.label} loses a comment`);
      }
    }
    client.closeDocument(uri);
    expect(broken).toEqual([]);
  },
);
