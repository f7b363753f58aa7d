import assert from "node:assert/strict";
import path from "node:path";
import { extensions } from "vscode";
import { activatePatchbay, whenState } from "./patchbay.ts";

/** The last file by name: after this nothing of the extension runs. */
describe("Deactivation", () => {
  it("leaves no process behind", async () => {
    const api = await activatePatchbay();
    await whenState(api, "ticket_automation", "active");
    const host = api.hostProcessId();
    assert.ok(host !== null);

    await extensionModule().deactivate();
    assert.throws(() => process.kill(host, 0), { code: "ESRCH" });
  });
});

/** The instance that the editor loaded: both come out of Node's one module cache. */
function extensionModule(): { readonly deactivate: () => Promise<unknown> } {
  const extension = extensions.getExtension("patchbay.patchbay");
  assert.ok(extension);
  const main: string = extension.packageJSON.main;
  return require(path.join(extension.extensionPath, main));
}
