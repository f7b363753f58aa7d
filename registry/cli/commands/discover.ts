import { answer } from "../answer.ts";
import { examples, type CliCommand } from "./command.ts";

const HEADINGS = ["entry point", "plugin", "module", "package", "installed", "hooks"];

/** What installed packages announce. */
export const discover: CliCommand = (program, host) => {
  const command = program
    .command("discover")
    .description("list the plugins that installed npm and Python packages announce")
    .option("--load", "load each of them, to see whether it can be; without it no plugin code runs")
    .addHelpText("after", examples("discover", "discover --load"));
  command.action(
    host.act<{ load?: boolean }>(command, async (session, { load = false }) => {
      // What can be loaded here is a matter of what is installed here.
      const target = load ? session.manifestTarget() : await session.target();
      const outcome = await session.print.whileWaiting("Looking", target.discover({ load }));
      return answer(
        session,
        outcome,
        ({ entry_points: found }) => {
          if (found.length === 0) session.print.note("No installed package announces a plugin.");
          else
            session.print.table(
              HEADINGS,
              found.map((each) => [
                { text: each.entry_point, tone: "strong" },
                { text: each.plugin_name ?? "-" },
                { text: each.module },
                { text: each.distribution ?? "-" },
                { text: each.configured ? "yes" : "no", tone: each.configured ? "good" : "plain" },
                { text: each.hooks?.join(", ") ?? "-" },
              ]),
            );
        },
        ({ entry_points: found }) => {
          for (const { entry_point, error } of found) {
            if (error !== undefined) session.print.warning(entry_point, error);
          }
        },
      );
    }),
  );
};
