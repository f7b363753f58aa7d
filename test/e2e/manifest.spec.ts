import { expect, Problems, test } from "./driver/index.ts";

test("typing a mistake into the manifest underlines it, with its code and place", async ({
  workbench,
}) => {
  await workbench.openFile("plugins.yaml");
  await workbench.page.screenshot({ path: "test-results/a.png" });
  await workbench.editor.goTo(1, 1);
  await workbench.editor.press("Control+End");
  await workbench.editor.type("\n- nam: x\n");
  await expect(workbench.editor.squiggles("error").first()).toBeVisible();
  const problems = new Problems(workbench);
  await problems.open();
  await workbench.page.screenshot({ path: "test-results/b.png" });
  await expect(problems.row("manifest/missing-field").first()).toBeVisible();
});
