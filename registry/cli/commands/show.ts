import type { PluginDetail } from "../../../schemas/index.ts";
import { answer, remarkOn } from "../answer.ts";
import type { Session } from "../session.ts";
import { datedErrors } from "../dated-errors.ts";
import { stateOf } from "../show-plugin.ts";
import { wordSecret } from "../word-secret.ts";
import { examples, pluginArgument, type CliCommand } from "./command.ts";

/** Everything about one plugin. */
export const show: CliCommand = (program, host) => {
  const command = program
    .command("show")
    .description("show everything that is known about a plugin")
    .addArgument(pluginArgument("<name>"))
    .addHelpText("after", examples("show greeter"));
  command.action(
    host.act(command, async (session, _, name = "") => {
      const target = await session.target();
      return answer(
        session,
        await target.show(name),
        (detail) => print(session, detail),
        ({ plugin }) => remarkOn(session, [plugin]),
      );
    }),
  );
};

function print({ print: printer }: Session, { plugin, status }: PluginDetail): void {
  const [state, tone] = stateOf(plugin, status.state);
  const line = (label: string, text: string): void =>
    printer.text(`${printer.paint("faint", `${label}:`.padEnd(13))}${text}`);
  printer.text(
    `${printer.paint("strong", plugin.name)}  ${printer.paint(tone, state)}${plugin.description ? `  ${plugin.description}` : ""}`,
  );
  line("module", status.module ?? "-");
  if (status.sourceFile) line("source", status.sourceFile);
  if (status.generation > 0) line("generation", String(status.generation));
  line("hooks", plugin.hooks.join(", ") || "-");
  for (const { method, path } of status.routes) line("route", `${method} ${path}`);
  for (const secret of status.secrets) line("secret", wordSecret(secret));
  for (const { code, message, location } of status.problems) {
    const place = location ? ` (${location.file}:${location.line + 1})` : "";
    line("problem", `${printer.paint("bad", code)} ${message}${place}`);
  }
  for (const [hook, stats] of Object.entries(plugin.hook_stats)) {
    const { invocations, failures, avg_duration_ms } = stats;
    line("calls", `${hook}: ${invocations}, ${failures} failed, ${avg_duration_ms} ms on average`);
  }
  for (const { message, at } of datedErrors(plugin)) {
    const isNow = status.problems.some((problem) => problem.message === message);
    if (!isNow) line("past error", at === null ? message : `${at} ${message}`);
  }
  line("config", JSON.stringify(plugin.config, null, 2));
}
