import { answer, remarkOn } from "../answer.ts";
import { EXIT } from "../exit-codes.ts";
import { readSettings, type SettingOptions } from "../settings.ts";
import { meet } from "../settings-in-the-way.ts";
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
      const shown = await target.show(name);
      // A service that cannot show one plugin cannot be asked before.
      const config = shown.kind === "done" ? shown.value.plugin.config : null;
      const { refusal, missing } = config
        ? meet(config, settings.patch)
        : { refusal: null, missing: [] };
      if (refusal !== null) {
        session.print.error(refusal);
        return EXIT.failed;
      }
      for (const key of missing) session.print.note(`${name} has no setting ${key} to remove.`);
      return answer(
        session,
        await target.patchConfig(name, settings.patch),
        ({ plugin }) => session.print.json(plugin.config),
        ({ plugin }) => remarkOn(session, [plugin]),
      );
    }),
  );
};
