import { ensureChromium } from "../../../scripts/browser/chromium.mjs";
import { ensureVsix } from "../../../scripts/build/vsix.mjs";
import { ensureCodeServer } from "../../../scripts/editor/install.mjs";

/** Where the tests find what they need: Playwright carries environment variables to its workers. */
export const installed = {
  get codeServer(): string {
    return read("PATCHBAY_E2E_CODE_SERVER");
  },
  get chromium(): string {
    return read("PATCHBAY_E2E_CHROMIUM");
  },
  vsix(target: "platform" | "universal"): string {
    return read(`PATCHBAY_E2E_VSIX_${target.toUpperCase()}`);
  },
};

/** Installs what is missing and packages the extension, once for all tests. */
export default async function install(): Promise<void> {
  process.env["PATCHBAY_E2E_CODE_SERVER"] = await ensureCodeServer();
  process.env["PATCHBAY_E2E_CHROMIUM"] = await ensureChromium();
  process.env["PATCHBAY_E2E_VSIX_PLATFORM"] = (await ensureVsix("platform")).file;
  process.env["PATCHBAY_E2E_VSIX_UNIVERSAL"] = (await ensureVsix("universal")).file;
}

function read(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: the global setup has not run`);
  return value;
}
