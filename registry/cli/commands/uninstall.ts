import { answer } from "../answer.ts";
import { examples, pluginArgument, type CliCommand } from "./command.ts";

/** Takes an entry out of the manifest. */
export const uninstall: CliCommand = (program, host) => {
  const command = program
    .command("uninstall")
    .description("remove a plugin from the manifest; its code stays where it is")
    .addArgument(pluginArgument("<name>"))
    .addHelpText("after", examples("uninstall greeter"));
  command.action(
    host.act(command, async (session, _, name = "") => {
      const target = await session.target();
      return answer(session, await target.uninstall(name), ({ removed }) =>
        session.print.text(`${removed} is not in the manifest any more`),
      );
    }),
  );
};
