import { answer, remarkOn } from "../answer.ts";
import { EXIT } from "../exit-codes.ts";
import { readSettings, type SettingOptions } from "../settings.ts";
import { collect, examples, pluginArgument, type CliCommand } from "./command.ts";

/** Changes settings; the others stay. */
export const update: CliCommand = (program, host) => {
  const command = program
    .command("update")
    .description("change settings of a plugin's config; those that are not named stay as they are")
    .addArgument(pluginArgument("<name>"))
    .option("--set <key=value>", "set a setting to a text; a.b=… is b within a", collect)
    .option("--json-set <key=json>", "set a setting to any JSON value but null", collect)
    .option("--unset <key>", "remove a setting", collect)
    .addHelpText(
      "after",
      examples(
        "update greeter --set greeting=Hi",
        "update greeter --json-set style.times=2 --unset style.loud",
      ),
    );
  command.action(
    host.act<SettingOptions>(command, async (session, options, name = "") => {
      const { set = [], unset = [], jsonSet = [] } = options;
      if (set.length + unset.length + jsonSet.length === 0) {
        session.print.error(
          "Say what to change: --set KEY=VALUE, --json-set KEY=JSON or --unset KEY.",
        );
        return EXIT.usage;
      }
      const settings = readSettings(options);
      if (settings.kind === "malformed") {
        session.print.error(settings.message);
        return EXIT.usage;
      }
      const target = await session.target();
      return answer(
        session,
        await target.patchConfig(name, settings.patch),
        ({ plugin }) => session.print.json(plugin.config),
        ({ plugin }) => remarkOn(session, [plugin]),
      );
    }),
  );
};
