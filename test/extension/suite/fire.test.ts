import assert from "node:assert/strict";
import { commands, Uri, window, workspace } from "vscode";
import { activatePatchbay, pluginOf, show, whenRegistry, whenState } from "./patchbay.ts";

const PAYLOAD = Uri.from({ scheme: "patchbay-payload", path: "/post_plan.json" });
const RESULT = Uri.from({ scheme: "patchbay-result", path: "/post_plan result" });

describe("Firing a hook", () => {
  it("says of every plugin what it did", async () => {
    const api = await activatePatchbay();
    await whenState(api, "ticket_automation", "active");
    const document = await show(PAYLOAD);
    const { outcomes } = await api.fire("post_plan", JSON.parse(document.getText()));
    const answered = outcomes.filter(({ kind }) => kind === "answered").map(({ plugin }) => plugin);
    assert.ok(answered.includes("ticket_automation"), JSON.stringify(outcomes));
  });

  it("fires what is in the payload's editor, and writes the result", async () => {
    const api = await activatePatchbay();
    await whenState(api, "ticket_automation", "active");
    const before = callsOf(api, "ticket_automation");
    await show(PAYLOAD);
    await commands.executeCommand("patchbay.firePayload");
    await whenRegistry(api, () => (callsOf(api, "ticket_automation") > before ? true : null));

    const result = (await workspace.openTextDocument(RESULT)).getText();
    assert.match(result, /^post_plan — /);
    assert.match(result, /ticket_automation/);
    assert.match(result, /"plan_id": "plan-2031"/);
  });

  it("offers the payload in an editor for JSON", async () => {
    await activatePatchbay();
    await show(PAYLOAD);
    assert.equal(window.activeTextEditor?.document.languageId, "json");
    await commands.executeCommand("workbench.action.closeAllEditors");
  });
});

function callsOf(api: Awaited<ReturnType<typeof activatePatchbay>>, plugin: string): number {
  return pluginOf(api, plugin)?.summary.hook_stats["post_plan"]?.invocations ?? 0;
}
