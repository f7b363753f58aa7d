import { expect, PluginsView, test } from "./driver/index.ts";

test(
  "a hook fired from the palette calls its plugins and tells what each did",
  { tag: "@looks" },
  async ({ workbench }) => {
    const view = new PluginsView(workbench);
    await view.open();
    await expect(view.row("slack_followup_alerts")).toContainText("active");
    await workbench.fireSample("on_feedback");
    const toast = workbench.notification(/on_feedback: .*answered/);
    await expect(toast).toBeVisible();
    await expect(view.row("slack_followup_alerts")).toContainText("1 call");
    await toast.getByRole("button", { name: "Show Result" }).click();
    await expect(workbench.editor.line(/slack_followup_alerts/).first()).toBeVisible();
    await workbench.picture("fired");
  },
);
