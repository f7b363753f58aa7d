import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { CodeAction, Diagnostic } from "vscode-languageserver/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  applyTo,
  DESCRIBED_FILES,
  SAMPLE_FILES,
  TestClient,
  TestWorkspace,
  VERSIONED_SOURCE,
} from "./harness/index.ts";

const folder = path.resolve(import.meta.dirname, "../fixtures/manifests");
const CORPUS = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => [name, readFileSync(path.join(folder, name), "utf8")] as const);
const PYTHON_SOURCE = `from agent_pm.plugins.base import PluginBase


class Export(PluginBase):
    name = "export"
`;

let workspace: TestWorkspace;
let client: TestClient;
let uri: string;

beforeAll(async () => {
  workspace = await TestWorkspace.create({
    ...SAMPLE_FILES,
    "plugins/versioned.ts": VERSIONED_SOURCE,
    "py/export.py": PYTHON_SOURCE,
    ...DESCRIBED_FILES,
  });
  client = await TestClient.start({
    folder: workspace.folder,
    environment: { JIRA_TOKEN: "set-in-the-environment" },
  });
  uri = workspace.uri("plugins.yaml");
});
afterAll(async () => {
  await client.close();
  await workspace[Symbol.asyncDispose]();
});

/** `#~ code code` at the end of a line says which diagnostics begin in it; a line without has none. */
function expectedIn(text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const codes = /#~ (.*)$/.exec(line)?.[1]?.trim().split(" ") ?? [];
    return codes.map((code) => `${index + 1}: ${code}`).toSorted();
  });
}

function foundIn(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics
    .map(({ code, range }) => ({ line: range.start.line, code: String(code) }))
    .toSorted((one, other) => one.line - other.line || one.code.localeCompare(other.code))
    .map(({ line, code }) => `${line + 1}: ${code}`);
}

/** What is said of a text once every class that it names has been read. */
async function diagnose(text: string, expected: readonly string[]): Promise<readonly Diagnostic[]> {
  const version = client.open(uri, text);
  const { diagnostics } = await client.published
    .when(
      uri,
      (found, params) =>
        params.version === version && foundIn(found).join("\n") === expected.join("\n"),
    )
    .catch(() => client.published.of(uri).at(-1) ?? { diagnostics: [] });
  return diagnostics;
}

/** A request that needs no cursor settles everything that is still being read. */
async function fixesOf(diagnostic: Diagnostic): Promise<readonly CodeAction[]> {
  return client.request<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic], only: ["quickfix"] },
  });
}

describe.each(CORPUS)("%s", (name, text) => {
  const expected = expectedIn(text);

  test("has the diagnostics that are written beside its lines, and no others", async () => {
    expect(foundIn(await diagnose(text, expected))).toEqual(expected);
    client.closeDocument(uri);
  });

  test("every diagnostic has a way to mend it, and none makes a text that is no YAML", async () => {
    const isYaml = !expected.some((each) => each.endsWith("manifest/syntax"));
    for (const diagnostic of await diagnose(text, expected)) {
      const fixes = await fixesOf(diagnostic);
      expect(fixes.length, String(diagnostic.code)).toBeGreaterThan(0);
      for (const { title, edit, isPreferred } of fixes) {
        if (!edit?.changes?.[uri]) continue;
        const version = client.replace(uri, applyTo(text, edit, uri));
        const { diagnostics } = await client.published.when(
          uri,
          (_, params) => params.version === version,
        );
        const codes = diagnostics.map(({ code }) => code);
        if (isYaml) expect(codes, title).not.toContain("manifest/syntax");
        const isOnce = expected.filter((each) => each.endsWith(` ${diagnostic.code}`)).length === 1;
        if (isPreferred && isOnce) expect(codes, title).not.toContain(diagnostic.code);
        client.replace(uri, text);
      }
    }
    client.closeDocument(uri);
  });

  test("mending all that needs no decision gives the text beside it, which has nothing more of the kind", async () => {
    const mend = async (): Promise<string | null> => {
      const [action] = await client.request<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri },
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        context: { diagnostics: [], only: ["source.fixAll"] },
      });
      return action?.edit ? applyTo(text, action.edit, uri) : null;
    };
    await diagnose(text, expected);
    const mended = await mend();
    if (mended !== null) {
      await expect(mended).toMatchFileSnapshot(path.join(folder, "mended", name));
    }
    client.closeDocument(uri);
  });

  test("every feature answers at every position", async () => {
    client.open(uri, text);
    const lines = text.split("\n");
    for (const [line, { length }] of lines.entries()) {
      const asked = Array.from({ length: length + 1 }, (_, character) => askAt(line, character));
      await Promise.all(asked);
    }
    client.closeDocument(uri);
  });
});

/** Every method at every position would take minutes: what costs more is asked at fewer places, spread over the text. */
const EVERY: readonly (readonly [string, number])[] = [
  ["hover", 1],
  ["prepareRename", 1],
  ["documentHighlight", 2],
  ["selectionRange", 2],
  ["completion", 5],
  ["codeAction", 7],
  ["definition", 7],
  ["declaration", 11],
  ["implementation", 13],
  ["onTypeFormatting", 17],
  ["references", 29],
];

async function askAt(line: number, character: number): Promise<void> {
  const position = { line, character };
  const asked = EVERY.filter(([, every]) => (31 * line + character) % every === 0);
  await Promise.all(
    asked.map(([method]) =>
      client.request(`textDocument/${method}`, {
        textDocument: { uri },
        position,
        positions: [position],
        range: { start: position, end: position },
        context: { includeDeclaration: true, diagnostics: [] },
        ch: "\n",
        options: { tabSize: 2, insertSpaces: true },
      }),
    ),
  );
}
