import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Advice } from "../base/advice.mjs";
import { endProcess, runProcess, startProcess } from "../base/processes.mjs";
import { projectNode } from "../base/project-node.mjs";

/**
 * @typedef {object} EditorProfile What a person's own VS Code would keep in their home.
 * @property {string} userDataFolder
 * @property {string} extensionsFolder
 */

/**
 * @typedef {object} CodeServerOptions
 * @property {string} codeServer From `ensureCodeServer`.
 * @property {EditorProfile} profile
 * @property {number} [port] Default: any that is free.
 * @property {boolean} [workspaceTrust] Whether the editor asks if the folder can be trusted. Default: false.
 * @property {boolean} [forgetsPages] Whether the extensions of a page end with it. Default: false, so that a person
 *   whose computer slept finds everything as it was.
 * @property {boolean} [sharesGroup] As for `startProcess`. Default: false.
 * @property {boolean} [testDriver] Allows a page to bring its own extension and test suite. Default: false.
 * @property {Readonly<Record<string, string | undefined>>} [env] Added to the environment of extensions.
 */

/** A loaded machine with two cores starts it within ten seconds; beyond this, it will never. */
const START_DEADLINE_MS = 120_000;

/** What a code-server keeps to itself: it neither phones home nor takes its settings from one that the person has. */
const quiet = [
  "--auth=none",
  "--disable-telemetry",
  "--disable-update-check",
  "--disable-getting-started-override",
];

/**
 * Starts a code-server and waits until it answers.
 *
 * @param {CodeServerOptions} options
 * @returns {Promise<{ url: string, ended: Promise<number | null>, stop: () => Promise<void> }>} `ended` resolves with
 *   the exit code when it has ended, whatever the reason.
 */
export async function startCodeServer(options) {
  const child = startProcess(
    projectNode,
    [
      options.codeServer,
      ...quiet,
      `--bind-addr=127.0.0.1:${options.port ?? 0}`,
      ...profileArgs(options.profile),
      ...(options.workspaceTrust ? [] : ["--disable-workspace-trust"]),
      // What a page that is gone has left running ends soon, instead of waiting hours for it to come back.
      ...(options.forgetsPages ? ["--reconnection-grace-time=1"] : []),
      ...(options.testDriver ? ["--vscode-option=enable-smoke-test-driver"] : []),
    ],
    {
      env: { ...cleanEnvironment(), ...options.env },
      ...(options.sharesGroup ? { sharesGroup: true } : {}),
    },
  );
  const ended = new Promise((resolve) => child.once("close", resolve));
  const url = await listening(child).catch(async (error) => {
    await endProcess(child);
    throw error;
  });
  return { url, ended, stop: () => endProcess(child) };
}

/**
 * Installs a packaged extension, as a person does.
 *
 * @param {string} codeServer
 * @param {EditorProfile} profile
 * @param {string} vsixFile
 */
export async function installExtension(codeServer, profile, vsixFile) {
  const { code, output } = await runProcess(
    projectNode,
    [codeServer, ...profileArgs(profile), "--force", `--install-extension=${vsixFile}`],
    { env: cleanEnvironment() },
  );
  if (code !== 0) throw new Error(`code-server did not install ${vsixFile}:\n${output}`);
}

/**
 * Writes the user settings of a profile.
 *
 * @param {EditorProfile} profile
 * @param {Readonly<Record<string, unknown>>} settings
 */
export async function writeUserSettings(profile, settings) {
  const folder = path.join(profile.userDataFolder, "User");
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "settings.json"), `${JSON.stringify(settings, null, 2)}\n`);
}

/** @param {EditorProfile} profile */
function profileArgs(profile) {
  return [
    `--user-data-dir=${profile.userDataFolder}`,
    `--extensions-dir=${profile.extensionsFolder}`,
    // Else it reads, or creates, a configuration file in the person's home.
    `--config=${path.join(profile.userDataFolder, "code-server.yaml")}`,
  ];
}

/**
 * The terminal of a code-server sets these, and they would make ours talk to that one.
 *
 * @returns {Record<string, undefined>}
 */
function cleanEnvironment() {
  const names = Object.keys(process.env).filter(
    (name) => name.startsWith("VSCODE_") || name.startsWith("CODE_SERVER_"),
  );
  return Object.fromEntries([...names, "PORT", "PASSWORD"].map((name) => [name, undefined]));
}

/**
 * The address that it prints once it listens.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<string>}
 */
function listening(child) {
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(
      () => reject(new Error(`code-server did not start:\n${output}`)),
      START_DEADLINE_MS,
    );
    child.once("error", reject);
    child.once("close", () => {
      clearTimeout(timer);
      reject(
        /EADDRINUSE/.test(output)
          ? new Advice("The port is taken. Choose another: npm start -- --port 8200")
          : new Error(`code-server ended while starting:\n${output}`),
      );
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk) => {
        output = (output + chunk).slice(-20_000);
        const address = /server listening on (http:\/\/\S+?)\/?\s/.exec(output)?.[1];
        if (!address) return;
        clearTimeout(timer);
        resolve(address);
      });
    }
  });
}
