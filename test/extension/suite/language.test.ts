import assert from "node:assert/strict";
import {
  commands,
  languages,
  type CompletionList,
  type Diagnostic,
  type Hover,
  type Position,
  type TextDocument,
} from "vscode";
import { activatePatchbay, exampleFile, restore, show } from "./patchbay.ts";

describe("The language server in the editor", () => {
  it("says which secret is missing", async () => {
    const document = await showManifest();
    const missing = await whenDiagnostic(document, "secret/missing");
    assert.equal(missing.source, "patchbay");
    assert.match(missing.message, /Secret JIRA_/);
  });

  it("completes the names of hooks", async () => {
    const document = await showManifest();
    const list = await commands.executeCommand<CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      placeOf(document, "post_plan"),
    );
    const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    assert.ok(labels.includes("on_feedback"), labels.join(", "));
  });

  it("explains a plugin when it is pointed at", async () => {
    const document = await showManifest();
    const hovers = await commands.executeCommand<Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      placeOf(document, "ticket_automation"),
    );
    assert.ok(hovers.length > 0);
  });

  it("leaves the document a YAML document", async () => {
    const document = await showManifest();
    assert.equal(document.languageId, "yaml");
    await restore(document, document.getText());
  });
});

async function showManifest(): Promise<TextDocument> {
  await activatePatchbay();
  return show(exampleFile("plugins.yaml"));
}

function placeOf(document: TextDocument, text: string): Position {
  return document.positionAt(document.getText().indexOf(text) + 1);
}

function whenDiagnostic({ uri }: TextDocument, code: string): Promise<Diagnostic> {
  const find = (): Diagnostic | undefined =>
    languages.getDiagnostics(uri).find((diagnostic) => codeOf(diagnostic) === code);
  return new Promise((resolve) => {
    const now = find();
    if (now) return resolve(now);
    const subscription = languages.onDidChangeDiagnostics(() => {
      const found = find();
      if (!found) return;
      subscription.dispose();
      resolve(found);
    });
  });
}

function codeOf({ code }: Diagnostic): unknown {
  return typeof code === "object" ? code.value : code;
}
