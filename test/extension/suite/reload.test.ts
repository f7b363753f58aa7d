import assert from "node:assert/strict";
import { commands, languages, window, type Uri } from "vscode";
import type { ReloadReport } from "../../../schemas/index.ts";
import {
  activatePatchbay,
  exampleFile,
  nextReload,
  pluginOf,
  replaceAndSave,
  restore,
  show,
  whenState,
} from "./patchbay.ts";

describe("Saving a plugin's source", () => {
  it("makes the new code live, and nothing else", async () => {
    const api = await activatePatchbay();
    const { generation } = await whenState(api, "warehouse_export", "active");
    const other = (await whenState(api, "feedback_collector", "active")).generation;
    const document = await show(exampleFile("plugins/warehouse-export.ts"));
    const before = document.getText();

    const reload = nextReload(api, "warehouse_export");
    await replaceAndSave(document, "Append events to a JSON-lines file", "Append events to a file");
    assertReport(await reload, "reloaded", generation + 1);
    const plugin = await whenState(api, "warehouse_export", "active");
    assert.equal(plugin.summary.description, "Append events to a file");
    assert.equal(pluginOf(api, "feedback_collector")?.generation, other);

    await restore(document, before);
  });

  it("keeps the old code when the new is broken, and says where it is", async () => {
    const api = await activatePatchbay();
    const { generation } = await whenState(api, "feedback_collector", "active");
    const source = exampleFile("plugins/feedback-collector.ts");
    const document = await show(source);
    const before = document.getText();

    const broken = nextReload(api, "feedback_collector");
    await replaceAndSave(
      document,
      "export class FeedbackCollector",
      "export clas FeedbackCollector",
    );
    assertReport(await broken, "rolled-back", generation);
    assert.equal(pluginOf(api, "feedback_collector")?.state, "active");
    await whenDiagnosed(source, true);
    const report = await api.fire("on_feedback", { feedback: { title: "kept", rating: 5 } });
    const answered = report.outcomes.filter(({ kind }) => kind === "answered");
    assert.ok(answered.length > 0, JSON.stringify(report.outcomes));

    const mended = nextReload(api, "feedback_collector");
    await restore(document, before);
    assertReport(await mended, "reloaded", generation + 1);
    await whenDiagnosed(source, false);
  });

  it("brings a failed plugin to life", async () => {
    const api = await activatePatchbay();
    await whenState(api, "risk_radar", "failed");
    const document = await show(exampleFile("plugins/risk-radar.ts"));
    const before = document.getText();
    await replaceAndSave(document, 'thresholdOf("severe")', 'thresholdOf("high")');
    await whenState(api, "risk_radar", "active");
    await restore(document, before);
  });

  it("opens a plugin's source at its class", async () => {
    await activatePatchbay();
    await commands.executeCommand("patchbay.openSource", "ticket_automation");
    const editor = window.activeTextEditor;
    assert.ok(editor);
    assert.match(
      editor.document.lineAt(editor.selection.start.line).text,
      /class TicketAutomation/,
    );
  });
});

/** Settles when the file has a diagnostic of Patchbay's, or has none any more. */
function whenDiagnosed(uri: Uri, wanted: boolean): Promise<void> {
  const isSo = (): boolean =>
    languages.getDiagnostics(uri).some(({ source }) => source === "patchbay") === wanted;
  return new Promise((resolve) => {
    if (isSo()) return resolve();
    const subscription = languages.onDidChangeDiagnostics(() => {
      if (!isSo()) return;
      subscription.dispose();
      resolve();
    });
  });
}

function assertReport(report: ReloadReport, kind: ReloadReport["kind"], generation: number): void {
  assert.equal(report.kind, kind, JSON.stringify(report));
  assert.equal(report.kind === "not-found" ? null : report.generation, generation);
}
