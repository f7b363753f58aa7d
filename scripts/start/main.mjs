import path from "node:path";
import { parseArgs } from "node:util";
import { Advice } from "../base/advice.mjs";
import { projectFolder } from "../base/folders.mjs";
import { startInBrowser } from "./browser.mjs";
import { startOnDesktop } from "./desktop.mjs";

const usage = `Opens the example workspace with Patchbay installed, and prints the address to open in a browser.

  npm start                       on a free port, 8137 if possible
  npm start -- --port 8200        on this port
  npm start -- --folder ../mine   on a workspace of yours
  npm start -- --desktop          in the VS Code whose \`code\` command is on PATH
`;

/**
 * @param {AbortSignal} stopping
 * @returns {Promise<number>} The exit code.
 */
export async function main(stopping) {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const folder = path.resolve(options.folder ?? path.join(projectFolder, "examples", "typescript"));
  if (options.desktop) return startOnDesktop(folder);
  return startInBrowser(folder, {
    port: readPort(options.port),
    // The example is part of the project; what somebody else wrote is for the person to judge.
    workspaceTrust: options.folder !== undefined,
    stopping,
  });
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        port: { type: "string" },
        folder: { type: "string" },
        desktop: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new Advice(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** @param {string | undefined} text */
function readPort(text) {
  if (text === undefined) return null;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Advice(`${text} is not a port: give a number from 1 to 65535, e.g. --port 8200`);
}
