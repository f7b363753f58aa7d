import { answer } from "../answer.ts";
import { examples, hookArgument, pluginArgument, type CliCommand } from "./command.ts";

/** The last calls of one hook of one plugin. */
export const history: CliCommand = (program, host) => {
  const command = program
    .command("history")
    .description("list the last calls of a plugin's hook, oldest first")
    .addArgument(pluginArgument("<name>", "the plugin's name in the manifest"))
    .addArgument(hookArgument("the hook"))
    .addHelpText("after", examples("history greeter post_plan"));
  command.action(
    host.act(command, async (session, _, name = "", hook = "") => {
      const target = await session.target();
      return answer(session, await target.history(name, hook), ({ history: byHook }) => {
        const samples = byHook[hook] ?? [];
        if (samples.length === 0) {
          session.print.note(`${name} was not called for ${hook} yet.`);
          return;
        }
        session.print.table(
          ["time", "status", "duration", "error"],
          samples.map(({ timestamp, status, duration_ms, error }) => [
            { text: timestamp, tone: "faint" },
            { text: status, tone: status === "success" ? "good" : "bad" },
            { text: `${duration_ms} ms` },
            { text: error ?? "" },
          ]),
        );
      });
    }),
  );
};
