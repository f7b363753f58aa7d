import type { LogLine } from "../../../schemas/index.ts";
import { answer } from "../answer.ts";
import { EXIT } from "../exit-codes.ts";
import { onOneLine, type Paint, type Tone } from "../print/index.ts";
import { followLogs } from "../log-stream/index.ts";
import { examples, pluginArgument, type CliCommand } from "./command.ts";

const TONES: Readonly<Record<LogLine["level"], Tone>> = {
  debug: "faint",
  info: "plain",
  warn: "warning",
  error: "bad",
};

/** What plugins write. With `--json` one JSON object a line. */
export const logs: CliCommand = (program, host) => {
  const command = program
    .command("logs")
    .description("print what the plugins of a running registry wrote")
    .addArgument(pluginArgument("[name]", "only what this plugin wrote"))
    .option(
      "--follow",
      "go on with what they write from now on, also when the service starts again",
    )
    .addHelpText("after", examples("logs", "logs greeter --follow"));
  command.action(
    host.act<{ follow?: boolean }>(command, async (session, { follow = false }, name?: string) => {
      const { options, print, place, surroundings } = session;
      const service = await session.service();
      if (!service) {
        print.error(
          `Nothing runs ${place.shown}, so nothing is written: start it with "patchbay serve", or say which service you mean with --url.`,
        );
        return EXIT.failed;
      }
      if (name !== undefined) {
        const known = await (await session.target()).show(name);
        if (known.kind === "problem") return answer(session, known, () => undefined);
      }
      const onLine = (line: LogLine): void => {
        if (name !== undefined && line.plugin !== name) return;
        print.text(options.json ? JSON.stringify(line) : wordLine(line, print.paint));
      };
      const followed = await followLogs(service, {
        follow,
        signal: surroundings.interruption(),
        onLine,
        find: () => session.findServiceAgain(),
        onLost: ({ url }) => print.note(`${url} has ended: waiting for it to come back.`),
        onBack: ({ url }) => print.note(`${url} answers: going on.`),
      });
      return followed.kind === "done" ? EXIT.done : answer(session, followed, () => undefined);
    }),
  );
};

export function wordLine({ at, level, plugin, message }: LogLine, paint: Paint): string {
  const who = paint("strong", plugin ?? "-");
  return `${paint("faint", at)} ${paint(TONES[level], level.padEnd(5))} ${who} ${onOneLine(message)}`;
}
