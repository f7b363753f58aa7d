import { expect, Problems, test } from "./driver/index.ts";

test("a mistake in the manifest is underlined as it is typed, with its code and its place", async ({
  workbench,
}) => {
  await workbench.openFile("plugins.yaml");
  await workbench.editor.goTo(1);
  await workbench.editor.type("- nam: planner\n");
  await expect(workbench.editor.squiggles("error").first()).toBeVisible();
  const problems = new Problems(workbench);
  await problems.open();
  await expect(problems.row("manifest/missing-field").first()).toContainText("[Ln 1, Col 3]");
  await expect(problems.row("manifest/unknown-key")).toContainText("[Ln 1, Col 3]");
  await workbench.picture("problems");
});

test(
  "what may come next is offered, what stands there explained, and where it is defined opened",
  { tag: "@looks" },
  async ({ workbench }) => {
    await workbench.openFile("plugins.yaml");
    const { editor } = workbench;
    const text = await workbench.read("plugins.yaml");
    const lineOf = (part: string): number => text.slice(0, text.indexOf(part)).split("\n").length;

    await editor.goToEnd();
    await editor.type("\n- name: planner\n");
    // Enter leads below the name, not below its dash.
    await expect(workbench.statusItem(/^Ln \d+, Col 3$/)).toBeVisible();
    const suggestions = await editor.suggestions();
    await expect(suggestions.filter({ hasText: "module" }).first()).toBeVisible();
    await workbench.picture("completion");
    await editor.press("Escape");

    await editor.goTo(lineOf("  hooks:"), 4);
    await expect(await editor.hover()).toContainText("hook");
    await workbench.picture("hover");
    await editor.press("Escape");

    const line = lineOf("TicketAutomation");
    await editor.goTo(line, 45);
    await editor.press("F12");
    await expect(workbench.activeTab).toContainText("ticket-automation.ts");
    await expect(editor.line("class TicketAutomation")).toBeVisible();
  },
);
