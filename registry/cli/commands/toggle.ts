import { answer, remarkOn } from "../answer.ts";
import { stateOf } from "../show-plugin.ts";
import { examples, pluginArgument, type CliCommand } from "./command.ts";

/** `enable` and `disable`. */
export const toggle: CliCommand = (program, host) => {
  for (const [word, isEnabled] of [
    ["enable", true],
    ["disable", false],
  ] as const) {
    const command = program
      .command(word)
      .description(`${word} a plugin, now and in the manifest`)
      .addArgument(pluginArgument("<name>"))
      .addHelpText("after", examples(`${word} greeter`));
    command.action(
      host.act(command, async (session, _, name = "") => {
        const target = await session.target();
        return answer(
          session,
          await target.setEnabled(name, isEnabled),
          ({ plugin }) => session.print.text(`${plugin.name} is ${stateOf(plugin)[0]}`),
          ({ plugin }) => remarkOn(session, [plugin]),
        );
      }),
    );
  }
};
