import { expect, PluginsView, QuickFixes, test } from "./driver/index.ts";

const TOKEN = "xoxb-1234567890-abcdefghij";

test("a secret that stands in the manifest is moved out of it, and still found", async ({
  workbench,
}) => {
  const manifest = await workbench.read("plugins.yaml");
  const config = '    channel: "#planning"\n';
  const view = new PluginsView(workbench);
  await view.open();
  await expect(view.row("slack_followup_alerts")).toContainText("active");
  await workbench.write(
    "plugins.yaml",
    manifest.replace(config, `    secrets:\n      SLACK_BOT_TOKEN: ${TOKEN}\n${config}`),
  );
  await view.row("slack_followup_alerts").click();
  await expect(view.row(/^SLACK_BOT_TOKEN/)).toContainText("from the manifest");

  await workbench.openFile("plugins.yaml");
  const line = manifest.slice(0, manifest.indexOf(config)).split("\n").length + 1;
  await workbench.editor.goTo(line, 30);
  await new QuickFixes(workbench).choose("Move SLACK_BOT_TOKEN to the secret store");
  await expect(view.row(/^SLACK_BOT_TOKEN/)).toContainText("secret storage");
  expect(await workbench.read("plugins.yaml")).toBe(manifest);
});

test("a missing secret is set from its row, and cleared there", async ({ workbench }) => {
  const view = new PluginsView(workbench);
  await view.open();
  await view.row("ticket_automation").click();
  const secret = view.row(/^JIRA_EMAIL/).first();
  await expect(secret).toContainText("missing");
  const name = ((await secret.textContent()) ?? "").replace(/missing.*$/, "");
  await secret.click();
  const input = workbench.page.locator(".quick-input-widget input[type=password]");
  await input.fill("value of a test");
  await input.press("Enter");
  await expect(view.row(name)).toContainText("from the editor's secret storage");
  await expect(view.row("ticket_automation")).toContainText("2 secrets missing");

  await view.clickInline(name, "Clear Secret");
  await workbench.page.getByRole("button", { name: "Remove" }).click();
  await expect(view.row("ticket_automation")).toContainText("3 secrets missing");
});

test("a diagnostic is suppressed where it stands, with a comment", async ({ workbench }) => {
  await workbench.openFile("plugins.yaml");
  const text = await workbench.read("plugins.yaml");
  const line = text.slice(0, text.indexOf("- name: ticket_automation")).split("\n").length;
  await workbench.editor.goTo(line, 12);
  await expect(workbench.editor.squiggles("warning").first()).toBeVisible();
  await new QuickFixes(workbench).choose("Suppress secret/missing here");
  await expect(workbench.editor.line(/patchbay-ignore.secret\/missing/)).toBeVisible();
  await workbench.editor.press("Control+Z");
  await expect(workbench.editor.line(/patchbay-ignore/)).toHaveCount(0);
});
