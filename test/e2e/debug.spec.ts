import { Debugger, expect, PluginsView, test } from "./driver/index.ts";

const SOURCE = "plugins/slack-followup-alerts.ts";

test(
  "a breakpoint in a plugin halts it where it stands in the source, also after a save, and nobody is stopped for it",
  { tag: "@looks" },
  async ({ workbench }) => {
    const view = new PluginsView(workbench);
    const debug = new Debugger(workbench);
    // Shorter than anybody looks at a halt.
    await workbench.write(
      ".vscode/settings.json",
      JSON.stringify({ "patchbay.callDeadlineMs": 1_000 }),
    );
    await view.open();
    await expect(view.row("slack_followup_alerts")).toContainText("active");
    const line = lineOf(await workbench.read(SOURCE), "const rating");
    await workbench.openFile(SOURCE);
    await workbench.editor.goTo(line);
    await workbench.editor.press("F9");

    await workbench.run("Patchbay: Debug Plugins");
    await expect(debug.toolbar).toBeVisible();
    await expect(view.message).toContainText("A debugger is attached");
    await workbench.fireSample("on_feedback");

    await debug.haltedAt(SOURCE, line);
    await workbench.picture("debug-halted");
    await debug.continue();
    await expect(workbench.notification(/on_feedback: .*answered/)).toBeVisible();

    await workbench.editor.goTo(1);
    await workbench.editor.type("void 0;\n");
    await workbench.save();
    await workbench.run("Patchbay: Focus on Plugins View");
    await expect(view.row("slack_followup_alerts")).toContainText("g2");
    await workbench.fireSample("on_feedback");
    await debug.haltedAt(SOURCE, line + 1);

    await debug.stop();
    await expect(debug.toolbar).toBeHidden();
    await workbench.run("Patchbay: Focus on Plugins View");
    await expect(view.row("slack_followup_alerts")).toContainText("2 calls");
    await expect(view.message).toBeHidden();
    await expect(view.row("slack_followup_alerts")).not.toContainText("quarantined");
  },
);

/** From 1. */
function lineOf(text: string, what: string): number {
  return text.split("\n").findIndex((line) => line.includes(what)) + 1;
}
