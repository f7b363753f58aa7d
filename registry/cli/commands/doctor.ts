import { constants } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { parseManifest } from "../../manifest/index.ts";
import { ManifestFile } from "../../manifest-file/index.ts";
import { locateSecretFiles } from "../../secrets/index.ts";
import { EXIT } from "../exit-codes.ts";
import type { Tone } from "../print/index.ts";
import type { Session } from "../session.ts";
import { examples, type CliCommand } from "./command.ts";

/** One thing that was looked at. */
interface Finding {
  readonly about: string;
  readonly state: "ok" | "warning" | "problem";
  readonly message: string;
}

const OLDEST_NODE = 20;

/** Looks at everything that usually is in the way. */
export const doctor: CliCommand = (program, host) => {
  const command = program
    .command("doctor")
    .description(
      "look for what keeps plugins from running: Node, manifest, plugins, secrets, service",
    )
    .addHelpText("after", "\nEnds with 1 when there is a problem.")
    .addHelpText("after", examples("doctor", "doctor --manifest config/plugins.yaml"));
  command.action(
    host.act(command, async (session) => {
      const findings = [
        nodeFinding(),
        ...(await manifestFindings(session)),
        ...(await secretsFileFindings(session)),
        await serviceFinding(session),
        ...(await pluginFindings(session)),
      ];
      if (session.options.json) session.print.json({ findings });
      else print(session, findings);
      return findings.some(({ state }) => state === "problem") ? EXIT.failed : EXIT.done;
    }),
  );
};

const TONES: Readonly<Record<Finding["state"], Tone>> = {
  ok: "good",
  warning: "warning",
  problem: "bad",
};

function print({ print: printer }: Session, findings: readonly Finding[]): void {
  printer.table(
    ["what", "state", ""],
    findings.map(({ about, state, message }) => [
      { text: about, tone: "strong" },
      { text: state, tone: TONES[state] },
      { text: message },
    ]),
  );
}

function nodeFinding(): Finding {
  const major = Number(process.versions.node.split(".")[0]);
  const isOld = major < OLDEST_NODE;
  const advice = isOld ? `: Patchbay needs ${OLDEST_NODE} or later` : "";
  return {
    about: "Node.js",
    state: isOld ? "problem" : "ok",
    message: process.versions.node + advice,
  };
}

async function manifestFindings({ place }: Session): Promise<Finding[]> {
  const about = "manifest";
  const read = await new ManifestFile(place.file).read();
  if (read.kind === "missing") {
    const message = `${place.shown} does not exist: name another with --manifest, or write one with "patchbay new plugin NAME"`;
    return [{ about, state: "problem", message }];
  }
  if (read.kind === "unreadable") return [{ about, state: "problem", message: read.reason }];
  const { items, problems } = parseManifest(read.text);
  const errors = problems.filter(({ severity }) => severity === "error");
  const isWritable = await access(place.file, constants.W_OK).then(
    () => true,
    () => false,
  );
  return [
    errors.length > 0
      ? {
          about,
          state: "problem",
          message: `${counted(errors.length, "error")}: see "patchbay check"`,
        }
      : {
          about,
          state: "ok",
          message: `${place.shown}, ${counted(items.length, "entry", "entries")}`,
        },
    ...(isWritable
      ? []
      : [{ about, state: "warning" as const, message: `${place.shown} cannot be written` }]),
  ];
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

async function secretsFileFindings({ place, surroundings }: Session): Promise<Finding[]> {
  const { workspaceFolder } = place.roots;
  const { secretsFile } = locateSecretFiles(workspaceFolder, surroundings.environment);
  if (secretsFile === null) return [];
  const isThere = await access(secretsFile, constants.R_OK).then(
    () => true,
    () => false,
  );
  const shown = path.relative(surroundings.folder, secretsFile);
  const message = isThere ? shown : `${shown}, which PLUGIN_SECRET_PATH names, cannot be read`;
  return [{ about: "secrets file", state: isThere ? "ok" : "problem", message }];
}

async function serviceFinding(session: Session): Promise<Finding> {
  const about = "service";
  const service = await session.service();
  if (!service) return { about, state: "ok", message: `nothing runs ${session.place.shown}` };
  const target = await session.target();
  const listed = await target.list({ load: false });
  return listed.kind === "done"
    ? { about, state: "ok", message: `${service.url} answers` }
    : { about, state: "problem", message: listed.problem.detail };
}

/** Loads each plugin where nothing runs them: that is what somebody wants to know who asks. */
async function pluginFindings(session: Session): Promise<Finding[]> {
  const target = (await session.service()) ? await session.target() : session.manifestTarget();
  const listed = await session.print.whileWaiting("Loading plugins", target.list({ load: true }));
  if (listed.kind === "problem") return [];
  const conditions = await target.conditions();
  return listed.value.plugins.map(({ name, errors, invalid, secrets }): Finding => {
    const now = conditions?.find((condition) => condition.name === name);
    const [error] = now?.problems ?? errors;
    if (now?.state === "quarantined") {
      return {
        about: name,
        state: "problem",
        message: `quarantined: ${error ?? "it was stopped"}`,
      };
    }
    if (invalid) return { about: name, state: "problem", message: error ?? "cannot be loaded" };
    if (secrets.missing.length > 0) {
      return {
        about: name,
        state: "warning",
        message: `missing secrets: ${secrets.missing.join(", ")}`,
      };
    }
    return error === undefined
      ? { about: name, state: "ok", message: "can be loaded" }
      : { about: name, state: "warning", message: error };
  });
}
