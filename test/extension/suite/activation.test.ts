import assert from "node:assert/strict";
import { commands, extensions } from "vscode";
import { activatePatchbay, whenRegistry, whenState } from "./patchbay.ts";

describe("Activation", () => {
  it("does not say that there is no manifest before it has looked", async () => {
    const api = await activatePatchbay();
    assert.notEqual(api.registryState(), "absent");
  });

  it("runs the plugins of the workspace's manifest", async () => {
    const api = await activatePatchbay();
    const plugins = await whenRegistry(api, () =>
      api.registryState() === "running" ? (api.snapshot()?.plugins ?? null) : null,
    );
    assert.deepEqual(
      plugins.map(({ summary, state }) => [summary.name, state]),
      [
        ["ticket_automation", "active"],
        ["feedback_collector", "active"],
        ["slack_followup_alerts", "active"],
        ["warehouse_export", "active"],
        ["standup_digest", "disabled"],
        ["risk_radar", "failed"],
      ],
    );
  });

  it("says why a plugin failed, and where", async () => {
    const api = await activatePatchbay();
    const { problems } = await whenState(api, "risk_radar", "failed");
    assert.equal(problems[0]?.code, "plugin/threw-on-import");
    assert.match(problems[0]?.location?.file ?? "", /risk-radar\.ts$/);
  });

  it("registers every command that it contributes", async () => {
    await activatePatchbay();
    const registered = new Set(await commands.getCommands(true));
    const contributed = contributedCommands();
    assert.ok(contributed.length > 10);
    assert.deepEqual(
      contributed.filter((command) => !registered.has(command)),
      [],
    );
  });

  it("contributes every command that it registers", async () => {
    await activatePatchbay();
    const contributed = new Set(contributedCommands());
    const registered = await commands.getCommands(true);
    // The editor itself registers `patchbay.plugins.focus` and its like for the view.
    const own = registered.filter((command) => /^patchbay\.[A-Za-z]+$/.test(command));
    assert.deepEqual(
      own.filter((command) => !contributed.has(command)),
      [],
    );
  });
});

function contributedCommands(): readonly string[] {
  const manifest: { contributes: { commands: { command: string }[] } } =
    extensions.getExtension("patchbay.patchbay")?.packageJSON;
  return manifest.contributes.commands.map(({ command }) => command);
}
