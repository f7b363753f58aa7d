import assert from "node:assert/strict";
import { mkdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { commands, Position, window, workspace, WorkspaceEdit } from "vscode";
import type { PatchbayApi } from "../../../extension/api.ts";
import {
  activatePatchbay,
  exampleFile,
  pluginOf,
  replaceAndSave,
  restore,
  show,
  whenRegistry,
  whenState,
} from "./patchbay.ts";

function problemCodes(api: PatchbayApi): readonly string[] {
  return api.snapshot()?.manifestProblems.map(({ code }) => code) ?? ["no registry"];
}

describe("Enabling and disabling", () => {
  it("changes one word of the manifest, saves it, and is observed", async () => {
    const api = await activatePatchbay();
    await whenState(api, "standup_digest", "disabled");
    const document = await show(exampleFile("plugins.yaml"));
    const before = document.getText();

    await commands.executeCommand("patchbay.enable", "standup_digest");
    await whenState(api, "standup_digest", "active");
    assert.equal(document.getText(), before.replace("enabled: false", "enabled: true"));
    assert.equal(document.isDirty, false);

    await commands.executeCommand("patchbay.disable", "standup_digest");
    await whenState(api, "standup_digest", "disabled");
    assert.equal(document.getText(), before);
  });

  it("does two at once, one after the other", async () => {
    const api = await activatePatchbay();
    await whenState(api, "warehouse_export", "active");
    const document = await show(exampleFile("plugins.yaml"));
    const before = document.getText();
    await Promise.all([
      commands.executeCommand("patchbay.disable", "warehouse_export"),
      commands.executeCommand("patchbay.disable", "feedback_collector"),
      commands.executeCommand("patchbay.enable", "standup_digest"),
    ]);
    await whenState(api, "warehouse_export", "disabled");
    await whenState(api, "feedback_collector", "disabled");
    await whenState(api, "standup_digest", "active");
    assert.equal(document.isDirty, false);
    await restore(document, before);
    await whenState(api, "warehouse_export", "active");
    await whenState(api, "feedback_collector", "active");
    await whenState(api, "standup_digest", "disabled");
  });

  it("takes no secret out of a manifest that was edited since it was offered", async () => {
    const api = await activatePatchbay();
    await whenState(api, "ticket_automation", "active");
    const document = await show(exampleFile("plugins.yaml"));
    const before = document.getText();
    const start = document.positionAt(before.indexOf("DEMO"));
    const value = { start, end: document.positionAt(before.indexOf("DEMO") + "DEMO".length) };
    // The command is over, but for the warning that says so.
    void commands.executeCommand("patchbay.moveSecret", {
      uri: document.uri.toString(),
      version: document.version - 1,
      secret: "JIRA_API_TOKEN",
      value,
      edits: [{ range: value, newText: "" }],
    });
    await commands.executeCommand("patchbay.disable", "ticket_automation");
    await whenState(api, "ticket_automation", "disabled");
    assert.match(document.getText(), /project_key: DEMO/);
    const secrets = pluginOf(api, "ticket_automation")?.secrets ?? [];
    assert.equal(secrets.find(({ name }) => name === "JIRA_API_TOKEN")?.kind, "missing");
    await restore(document, before);
    await whenState(api, "ticket_automation", "active");
  });

  it("can be undone", async () => {
    const api = await activatePatchbay();
    const document = await show(exampleFile("plugins.yaml"));
    const before = document.getText();
    await commands.executeCommand("patchbay.disable", "warehouse_export");
    await whenState(api, "warehouse_export", "disabled");

    await window.showTextDocument(document);
    await commands.executeCommand("undo");
    assert.equal(document.getText(), before);
    await document.save();
    await whenState(api, "warehouse_export", "active");
  });

  it("leaves unsaved edits unsaved", async () => {
    const api = await activatePatchbay();
    const document = await show(exampleFile("plugins.yaml"));
    const before = document.getText();
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, new Position(0, 0), "# being written\n");
    await workspace.applyEdit(edit);

    await commands.executeCommand("patchbay.enable", "standup_digest");
    const expected = `# being written\n${before.replace("enabled: false", "enabled: true")}`;
    assert.equal(document.getText(), expected);
    assert.equal(document.isDirty, true);
    assert.equal(pluginOf(api, "standup_digest")?.state, "disabled");

    await window.showTextDocument(document);
    await commands.executeCommand("workbench.action.files.revert");
    assert.equal(document.getText(), before);
  });

  it("takes the names of rows and of code actions alike", async () => {
    const api = await activatePatchbay();
    const row = { plugin: { summary: { name: "standup_digest" } } };
    await commands.executeCommand("patchbay.enable", row);
    await whenState(api, "standup_digest", "active");
    await commands.executeCommand("patchbay.disable", "standup_digest");
    await whenState(api, "standup_digest", "disabled");
  });

  it("follows a manifest that a person edits and saves", async () => {
    const api = await activatePatchbay();
    const document = await show(exampleFile("plugins.yaml"));
    const before = document.getText();
    await replaceAndSave(document, "enabled: true", "enabled: false");
    await whenState(api, "ticket_automation", "disabled");
    await restore(document, before);
    await whenState(api, "ticket_automation", "active");
  });

  it("says that a folder stands in the manifest's place, and takes up the manifest after it", async () => {
    const api = await activatePatchbay();
    const { fsPath } = exampleFile("plugins.yaml");
    const text = (await workspace.openTextDocument(fsPath)).getText();
    await whenState(api, "warehouse_export", "active");

    rmSync(fsPath);
    mkdirSync(fsPath);
    await whenRegistry(api, () =>
      problemCodes(api).includes("manifest/unreadable") ? true : null,
    );
    rmdirSync(fsPath);
    writeFileSync(fsPath, text);
    await whenRegistry(api, () => (problemCodes(api).length === 0 ? true : null));
    await whenState(api, "warehouse_export", "active");
  });

  it("opens an entry where it stands", async () => {
    await activatePatchbay();
    await commands.executeCommand("patchbay.openEntry", "slack_followup_alerts");
    const editor = window.activeTextEditor;
    assert.ok(editor);
    assert.match(editor.document.lineAt(editor.selection.start.line).text, /slack_followup_alerts/);
  });
});
