import { expect, PluginsView, test } from "./driver/index.ts";

test("when the host process dies and none stands by, the tree says so, and the plugins come back by themselves", async ({
  editor,
  workbench,
}) => {
  const settings = JSON.stringify({ "patchbay.standbyHost": false });
  await workbench.write(".vscode/settings.json", settings);
  const view = new PluginsView(workbench);
  await view.open();
  await expect(view.row("feedback_collector")).toContainText("active");
  // Those of earlier pages may still be ending.
  await expect.poll(async () => (await editor.hostProcesses()).length).toBe(1);
  const [host] = await editor.hostProcesses();
  if (host === undefined) throw new Error("no host process was found");
  const said = view.says("stopped");
  process.kill(host, "SIGKILL");
  await said;
  await expect(view.row("feedback_collector")).toContainText("active");
  expect(await editor.hostProcesses()).not.toContain(host);
});
