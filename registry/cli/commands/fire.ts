import { readFile } from "node:fs/promises";
import path from "node:path";
import { text as readAll } from "node:stream/consumers";
import { Option } from "commander";
import type { FireReport, HandlerOutcome } from "../../../schemas/index.ts";
import { answer } from "../answer.ts";
import { reasonOfFailure } from "../../base/failures.ts";
import { isRecord } from "../../base/record.ts";
import { EXIT } from "../exit-codes.ts";
import type { Tone } from "../print/index.ts";
import type { Session } from "../session.ts";
import { examples, hookArgument, namedOption, type CliCommand } from "./command.ts";

/** Fires a hook and tells what each plugin did. */
export const fire: CliCommand = (program, host) => {
  const command = program
    .command("fire")
    .description(
      "fire a hook at the plugins and tell what each did; without a running registry they are started for it",
    )
    .addArgument(hookArgument("the hook, such as post_plan"))
    .option("--payload <file>", "a JSON file with the hook's named arguments; - is standard input")
    .addOption(
      namedOption(
        new Option(
          "--source <plugin>",
          "a plugin that is not called, as if it had emitted the event",
        ),
        "plugin",
      ),
    )
    .addHelpText("after", "\nEnds with 1 when a handler failed.")
    .addHelpText(
      "after",
      examples(
        "fire post_plan --payload plan.json",
        `fire on_feedback --payload - <<< '{"feedback": {"title": "Good"}}'`,
      ),
    );
  command.action(
    host.act<{ payload?: string; source?: string }>(
      command,
      async (session, options, hook = "") => {
        if (hook.trim() === "") {
          session.print.error("The name of the hook is empty.");
          return EXIT.usage;
        }
        const payload = await readPayload(session, options.payload);
        if (payload.kind === "malformed") {
          session.print.error(payload.message);
          return EXIT.usage;
        }
        const target = await session.target();
        const request = {
          hook,
          payload: payload.value,
          ...(options.source !== undefined && { source: options.source }),
        };
        const fired = await session.print.whileWaiting(`Firing ${hook}`, target.fire(request));
        const code = await answer(
          session,
          fired,
          (report) => print(session, report),
          ({ problems }) => {
            for (const { message } of problems) {
              // Where several hooks were fired, the message says which.
              const about = `${hook}: `;
              const isTold = message.startsWith(about);
              session.print.warning(hook, isTold ? message.slice(about.length) : message);
            }
          },
        );
        const isFailed = fired.kind === "done" && fired.value.outcomes.some(hasFailed);
        return isFailed ? EXIT.failed : code;
      },
    ),
  );
};

type Payload =
  | { readonly kind: "read"; readonly value: Record<string, unknown> }
  | { readonly kind: "malformed"; readonly message: string };

async function readPayload(
  { surroundings: { stdin, folder } }: Session,
  file: string | undefined,
): Promise<Payload> {
  if (file === undefined) return { kind: "read", value: {} };
  const name = file === "-" ? "Standard input" : file;
  let text: string;
  try {
    text = file === "-" ? await readAll(stdin) : await readFile(path.resolve(folder, file), "utf8");
  } catch (error) {
    return { kind: "malformed", message: `${name} cannot be read: ${reasonOfFailure(error)}` };
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return { kind: "read", value };
  } catch (error) {
    return { kind: "malformed", message: `${name} is not JSON: ${(error as SyntaxError).message}` };
  }
  return { kind: "malformed", message: `${name} is no JSON object: write {"plan": {…}}` };
}

function hasFailed({ kind }: HandlerOutcome): boolean {
  return kind === "threw" || kind === "timed-out" || kind === "lost";
}

const TONES: Readonly<Record<HandlerOutcome["kind"], Tone>> = {
  answered: "good",
  threw: "bad",
  "timed-out": "bad",
  lost: "bad",
  skipped: "faint",
};

function print(
  { print: printer }: Session,
  { hook, outcomes, payload, payloadProblem }: FireReport,
): void {
  if (outcomes.length === 0) {
    printer.note(`No plugin handles ${hook}.`);
    return;
  }
  printer.table(
    ["plugin", "outcome", "duration", ""],
    outcomes.map((outcome) => [
      { text: outcome.plugin, tone: "strong" },
      { text: outcome.kind, tone: TONES[outcome.kind] },
      { text: "durationMs" in outcome ? `${outcome.durationMs.toFixed(1)} ms` : "-" },
      { text: detailOf(outcome) },
    ]),
  );
  if (payload) printer.json(payload);
  if (payloadProblem !== null) printer.note(payloadProblem);
}

function detailOf(outcome: HandlerOutcome): string {
  switch (outcome.kind) {
    case "answered":
      return "";
    case "skipped":
      return outcome.reason;
    case "threw":
    case "timed-out":
    case "lost": {
      const { message, location } = outcome.problem;
      return location ? `${message} (${location.file}:${location.line + 1})` : message;
    }
  }
}
