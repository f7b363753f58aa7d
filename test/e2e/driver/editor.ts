import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import {
  installExtension,
  startCodeServer,
  writeUserSettings,
} from "../../../scripts/editor/code-server.mjs";
import { testSettings } from "../../../scripts/editor/settings.mjs";
import { installed } from "./install.ts";

export interface EditorOptions {
  /** As the `workbench.colorTheme` setting names it. */
  readonly theme: string;
  readonly vsix: "platform" | "universal";
  /** Whether the editor asks if a folder can be trusted. */
  readonly workspaceTrust: boolean;
}

export interface Editor {
  readonly url: string;
  /** The processes that run plugins, one for each page that has a registry. */
  hostProcesses(): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/** A code-server of its own with the packaged extension installed, as a person would. */
export async function startEditor(options: EditorOptions): Promise<Editor> {
  const root = await mkdtemp(path.join(os.tmpdir(), "patchbay-e2e-"));
  const profile = {
    userDataFolder: path.join(root, "user-data"),
    extensionsFolder: path.join(root, "extensions"),
  };
  await writeUserSettings(profile, { ...testSettings, "workbench.colorTheme": options.theme });
  await installExtension(installed.codeServer, profile, installed.vsix(options.vsix));
  const server = await startCodeServer({
    codeServer: installed.codeServer,
    profile,
    workspaceTrust: options.workspaceTrust,
    forgetsPages: true,
    // Whoever ends Playwright by force ends the editor too.
    sharesGroup: true,
  });
  return {
    url: server.url,
    async hostProcesses() {
      const { stdout } = await promisify(execFile)("ps", ["-eo", "pid=,args="]);
      return stdout
        .split("\n")
        .filter((line) => line.includes(profile.extensionsFolder) && line.includes("host.js"))
        .map((line) => Number.parseInt(line, 10));
    },
    async stop() {
      await server.stop();
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
