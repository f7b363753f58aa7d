import { answer, remarkOn } from "../answer.ts";
import { PLUGIN_HEADINGS, pluginRow } from "../show-plugin.ts";
import { examples, pluginArgument, type CliCommand } from "./command.ts";

/** Loads code anew. */
export const reload: CliCommand = (program, host) => {
  const command = program
    .command("reload")
    .description(
      "load a plugin's code anew, or that of all of them; without a running registry: see whether it loads",
    )
    .addArgument(pluginArgument("[name]", "its name in the manifest; default: all of them"))
    .addHelpText("after", examples("reload greeter", "reload"));
  command.action(
    host.act(command, async (session, _, name?: string) => {
      const target = await session.target();
      const outcome = await session.print.whileWaiting("Loading", target.reload(name ?? null));
      return answer(
        session,
        outcome,
        (value) =>
          session.print.table(
            PLUGIN_HEADINGS,
            ("plugins" in value ? value.plugins : [value.plugin]).map((plugin) =>
              pluginRow(plugin),
            ),
          ),
        (value) => remarkOn(session, "plugins" in value ? value.plugins : [value.plugin]),
      );
    }),
  );
};
