import { once } from "node:events";
import path from "node:path";
import type { RegistrySnapshot } from "../../../schemas/index.ts";
import { startBareThread } from "../../base/bare-thread.ts";
import { LONGEST_WAIT_MS } from "../../base/own-timers.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { findServer } from "../../operator/running/index.ts";
import { ENTRY_POINT_GROUPS, isKnownGroup } from "../../modules/index.ts";
import { readTelemetryWish } from "../../otel/index.ts";
import { Printer } from "../print/index.ts";
import type { Session } from "../session.ts";
import { collect, examples, type CliCommand } from "./command.ts";
import { wordLine } from "./logs.ts";

/** As in the editor. */
const CALL_DEADLINE_MS = 5_000;

interface ServeOptions {
  readonly host: string;
  readonly port: string;
  readonly insecure?: boolean;
  readonly allowHost?: readonly string[];
  readonly allowOrigin?: readonly string[];
  readonly entryPoints?: readonly string[];
  readonly deadline: string;
}

/** The registry with its operator API, until it is interrupted. */
export const serve: CliCommand = (program, host) => {
  const command = program
    .command("serve")
    .description(
      "run the manifest's plugins, and answer the operator API; the first line says where",
    )
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <number>", "port to listen on; 0 is any free one", "0")
    .option("--insecure", "serve this machine without a key")
    .option("--allow-host <name>", "a further name under which the server is reached", collect)
    .option("--allow-origin <origin>", "a website whose pages may use the API", collect)
    .option(
      "--entry-points <group>",
      `also load what installed packages announce in a group, ${ENTRY_POINT_GROUPS.join(" or ")}`,
      collect,
    )
    .option(
      "--deadline <ms>",
      "how long a plugin's handler may run, in milliseconds",
      String(CALL_DEADLINE_MS),
    )
    .addHelpText(
      "after",
      "\nKeys: ADMIN_API_KEY is for operators, API_KEY for users of the plugins' routes.\nOTEL_EXPORTER_OTLP_ENDPOINT sends traces and metrics of hooks to a collector.",
    )
    .addHelpText("after", examples("serve --port 8400", "serve --insecure"));
  command.action(host.act<ServeOptions>(command, (session, options) => run(session, options)));
};

async function run(session: Session, options: ServeOptions): Promise<ExitCode> {
  const { place, surroundings, print } = session;
  const [port, callDeadlineMs] = [Number(options.port), Number(options.deadline)];
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    print.error(`--port ${options.port}: a port is a number from 0 to 65535.`);
    return EXIT.usage;
  }
  if (!(callDeadlineMs > 0 && callDeadlineMs <= LONGEST_WAIT_MS)) {
    const message = `a deadline is a number of milliseconds up to ${LONGEST_WAIT_MS}.`;
    print.error(`--deadline ${options.deadline}: ${message}`);
    return EXIT.usage;
  }
  const { entryPoints = [] } = options;
  const unknown = entryPoints.find((group) => !isKnownGroup(group));
  if (unknown !== undefined) {
    const groups = ENTRY_POINT_GROUPS.join(" and ");
    print.error(`--entry-points ${unknown}: the groups of entry points are ${groups}.`);
    return EXIT.usage;
  }
  const other = await findServer(place.file);
  if (other) {
    const message = `${other.url} (process ${other.pid}) runs it already: its plugins run twice, and commands find this one.`;
    print.warning(place.shown, message);
  }
  const telemetry = readTelemetryWish(surroundings.environment);
  for (const message of telemetry?.remarks ?? []) print.warning("OpenTelemetry", message);
  // It starts while the rest is loaded. Should the service be refused, nobody waits for it.
  const bareThread = startBareThread(path.join(surroundings.distFolder, "worker.js"));
  bareThread.unref();
  // Few commands serve: what does is loaded for those.
  const operator = await import("../../operator/index.ts");
  const { outliveRejections } = await import("../../host/index.ts");
  const { workspaceFolder, sourceRoots } = place.roots;
  // A plugin's relative paths are its project's.
  process.chdir(workspaceFolder);
  const { environment, stderr, distFolder } = surroundings;
  const interrupted = surroundings.interruption();
  const log = new Printer({ ...surroundings, stdout: stderr });
  const onFailure = (error: Error): void =>
    log.error(session.options.debug ? (error.stack ?? "") : error.message);
  outliveRejections(onFailure);
  const served = await print.whileWaiting(
    `Starting ${place.shown}`,
    operator.serve({
      registry: {
        manifestFile: place.file,
        workspaceFolder,
        sourceRoots: [...sourceRoots],
        entryPoints: [...entryPoints],
        callDeadlineMs,
        storedSecrets: {},
      },
      host: options.host,
      port,
      keys: { user: environment["API_KEY"], operator: environment["ADMIN_API_KEY"] },
      insecure: options.insecure === true,
      allowedHosts: options.allowHost ?? [],
      allowedOrigins: options.allowOrigin ?? [],
      distFolder,
      bareThread,
      telemetry,
      audit: (record) => log.text(`[audit] ${JSON.stringify(record)}`),
      onFailure,
      onLogged: (lines) => {
        for (const line of lines) log.text(wordLine(line, log.paint));
      },
      onStuck: (culprit) => {
        const who = culprit ? `${culprit.plugin}: ${culprit.problem.message}` : "A plugin";
        log.error(`${who} holds its thread and cannot be stopped: the service ends.`);
        // A thread that does not end keeps the process from exiting by itself.
        process.kill(process.pid, "SIGKILL");
      },
    }),
  );
  if (served.kind === "refused") {
    print.error(served.message);
    return served.code === "serve/no-key" ? EXIT.usage : EXIT.failed;
  }
  print.text(served.url);
  const first = await served.registry.snapshot();
  remark(session, first);
  served.feed.onSnapshot(manifestRemarks(session, first));
  if (!interrupted.aborted) await once(interrupted, "abort");
  await served.close();
  return EXIT.done;
}

/** Tells of what is wrong with the manifest when it becomes another thing. */
function manifestRemarks(
  { print, place }: Session,
  first: RegistrySnapshot,
): (snapshot: RegistrySnapshot) => void {
  let told = messagesOf(first);
  return (snapshot) => {
    const messages = messagesOf(snapshot);
    const news = messages.filter((message) => !told.includes(message));
    for (const message of news) print.warning(place.shown, message);
    if (told.length > 0 && messages.length === 0) print.note(`${place.shown} can be read again.`);
    told = messages;
  };
}

function messagesOf({ manifestProblems }: RegistrySnapshot): readonly string[] {
  return manifestProblems.map(({ message }) => message);
}

/** What is wrong at the start, for whoever reads the service's log. */
function remark({ print, place }: Session, { plugins, manifestProblems }: RegistrySnapshot): void {
  for (const { message } of manifestProblems) {
    // At the start nothing runs that could go on.
    print.warning(
      place.shown,
      message.replace(" What runs goes on.", " It is read again when it changes."),
    );
  }
  for (const { summary, problems } of plugins) {
    for (const { message } of problems) print.warning(summary.name, message);
    const { missing } = summary.secrets;
    if (missing.length > 0) print.hint(summary.name, `missing secrets -> ${missing.join(", ")}`);
  }
}
