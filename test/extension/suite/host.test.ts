import assert from "node:assert/strict";
import { commands } from "vscode";
import { activatePatchbay, whenRegistry, whenState } from "./patchbay.ts";

describe("The registry host", () => {
  it("is started again when it is killed, with every plugin", async () => {
    const api = await activatePatchbay();
    await whenState(api, "ticket_automation", "active");
    const killed = api.hostProcessId();
    assert.ok(killed !== null);

    process.kill(killed, "SIGKILL");
    await whenRegistry(api, () => (api.registryState() === "running" ? null : true));
    assert.equal(api.snapshot(), null, "nothing is claimed of plugins that do not run");
    await whenState(api, "ticket_automation", "active");
    assert.notEqual(api.hostProcessId(), killed);
  });

  it("is replaced on request, and the old one is gone", async () => {
    const api = await activatePatchbay();
    await whenState(api, "ticket_automation", "active");
    const old = api.hostProcessId();
    assert.ok(old !== null);

    await commands.executeCommand("patchbay.restartHost");
    await whenState(api, "ticket_automation", "active");
    assert.notEqual(api.hostProcessId(), old);
    assert.equal(isAlive(old), false);
  });
});

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false; // ESRCH: there is no such process
  }
}
