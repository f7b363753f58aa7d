import { answer, conditionsFor, remarkOn } from "../answer.ts";
import type { Session } from "../session.ts";
import { PLUGIN_HEADINGS, pluginRow } from "../show-plugin.ts";
import type { ServiceAddress } from "../target/index.ts";
import { examples, type CliCommand } from "./command.ts";

/** The plugins, in manifest order. */
export const list: CliCommand = (program, host) => {
  const command = program
    .command("list")
    .description("list the plugins, with what is wrong with them")
    .option("--load", "where nothing runs the manifest: load each plugin to see whether it can be")
    .addHelpText("after", examples("list", "list --json | jq '.plugins[].name'"));
  command.action(
    host.act<{ load?: boolean }>(command, async (session, { load = false }) => {
      const [target, service] = [await session.target(), await session.service()];
      const outcome = await session.print.whileWaiting("Loading plugins", target.list({ load }));
      const { json = false } = session.options;
      const isShown = outcome.kind === "done" && !json;
      const now = isShown ? await conditionsFor(session, outcome.value.plugins) : undefined;
      return answer(
        session,
        outcome,
        ({ plugins }) => {
          if (plugins.length === 0) noteNone(session, service);
          else
            session.print.table(
              PLUGIN_HEADINGS,
              plugins.map((plugin) => pluginRow(plugin, now?.get(plugin.name))),
            );
        },
        ({ plugins }) => remarkOn(session, plugins, now),
      );
    }),
  );
};

function noteNone({ place, print }: Session, service: ServiceAddress | null): void {
  if (service) print.note(`${service.url} runs no plugins.`);
  // That there is no manifest has been said.
  else if (place.exists) print.note(`${place.shown} names no plugins.`);
}
