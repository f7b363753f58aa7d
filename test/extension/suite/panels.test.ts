import assert from "node:assert/strict";
import { commands, TabInputWebview, window, type Tab } from "vscode";
import { activatePatchbay, whenState } from "./patchbay.ts";

describe("Panels", () => {
  it("shows the dashboard once, however often it is asked for", async () => {
    await activatePatchbay();
    await commands.executeCommand("patchbay.openDashboard");
    await whenTabs(() => dashboards().length === 1);
    await commands.executeCommand("patchbay.openDashboard");
    assert.equal(dashboards().length, 1);
    await window.tabGroups.close(dashboards());
    assert.equal(dashboards().length, 0);
    await commands.executeCommand("patchbay.openDashboard");
    await whenTabs(() => dashboards().length === 1);
    await window.tabGroups.close(dashboards());
  });

  it("shows how each part is doing", async () => {
    const api = await activatePatchbay();
    await whenState(api, "ticket_automation", "active");
    await commands.executeCommand("patchbay.showStatus");
    const text = window.activeTextEditor?.document.getText() ?? "";
    assert.match(text, /^Registry host +running, process \d+$/m);
    assert.match(text, /^Manifest +.*plugins\.yaml$/m);
    assert.match(text, /^risk_radar: failed\n +plugin\/threw-on-import: /m);
    await commands.executeCommand("workbench.action.closeAllEditors");
  });
});

function dashboards(): readonly Tab[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof TabInputWebview && input.viewType.endsWith("patchbay.dashboard"),
    );
}

/** Settles when the editor's tabs are as wanted. */
function whenTabs(areSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (areSo()) return resolve();
    const subscription = window.tabGroups.onDidChangeTabs(() => {
      if (!areSo()) return;
      subscription.dispose();
      resolve();
    });
  });
}
