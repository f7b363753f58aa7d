import { existsSync } from "node:fs";
import path from "node:path";
import { Advice } from "../base/advice.mjs";
import { projectFolder } from "../base/folders.mjs";
import { runProcess } from "../base/processes.mjs";
import { step } from "../base/progress.mjs";
import { projectNode } from "../base/project-node.mjs";

/** What a headless Chromium needs to run anywhere, as root and without a network. */
export const chromiumArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The Chromium or Chrome to test with, after installing one where there is none.
 *
 * @returns {Promise<string>} Its executable.
 */
export async function ensureChromium() {
  const found = (await findChromium()) ?? (await installChromium());
  if (found) return found;
  throw new Advice(
    "No Chromium was found, and none could be installed. Install Chromium or Chrome so that `chromium` is on PATH, then run it again.",
  );
}

/** @returns {Promise<string | null>} */
async function findChromium() {
  const folders = [...(process.env["PATH"] ?? "").split(path.delimiter), "/usr/bin"];
  const candidates = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  const { chromium } = await import("@playwright/test");
  return [...candidates, ...applications, chromium.executablePath()].find(existsSync) ?? null;
}

/** @returns {Promise<string | null>} */
async function installChromium() {
  const isDebianRoot = existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
  await step("Installing Chromium", isDebianRoot ? installFromDebian : installFromPlaywright, {
    usually: "60 s, once per machine",
  });
  return findChromium();
}

async function installFromDebian() {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  // Out of date lists name packages that the mirror no longer has; when they cannot be updated, the old ones may do.
  await runProcess("apt-get", ["update"], { env });
  await runProcess("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"], { env });
}

async function installFromPlaywright() {
  const cli = path.join(projectFolder, "node_modules", "@playwright", "test", "cli.js");
  await runProcess(projectNode, [cli, "install", "chromium"]);
}
