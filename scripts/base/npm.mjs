import { existsSync } from "node:fs";
import { Advice } from "./advice.mjs";
import { runProcess } from "./processes.mjs";
import { projectNode } from "./project-node.mjs";

/** For an installation: it says nothing but why it failed, however quiet the npm is that runs us. */
export const quietly = ["--no-audit", "--no-fund", "--loglevel=error"];

/**
 * Runs npm, on the project's Node where that is installed already: packages made for a newer Node than the machine's
 * then install without complaint.
 *
 * @param {readonly string[]} args
 * @param {import("./processes.mjs").ProcessOptions} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runNpm(args, options) {
  const node = existsSync(projectNode) ? projectNode : process.execPath;
  // Set when we were started by `npm run`: the very npm that the person uses, without a shell in between.
  const npm = process.env["npm_execpath"];
  return npm?.endsWith(".js")
    ? runProcess(node, [npm, ...args], options)
    : runProcess(process.platform === "win32" ? "npm.cmd" : "npm", args, options);
}

const unreachable =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)\b/;

/**
 * The one line that is worth reading of a failed npm run.
 *
 * @param {string} what What failed: `The dependencies could not be installed`.
 * @param {string} output
 * @returns {Advice}
 */
export function adviseOnNpm(what, output) {
  const reason = unreachable.exec(output)?.[1];
  if (reason) {
    return new Advice(
      `${what}: the npm registry cannot be reached (${reason}). Check the network or the proxy, then run the same command again.`,
    );
  }
  if (/\bENOSPC\b/.test(output)) {
    return new Advice(`${what}: the disk is full (ENOSPC). Make room, then run it again.`);
  }
  const tail = output.trim().split("\n").slice(-15).join("\n");
  return new Advice(`${what}. npm said:\n${tail}`);
}
