import type { InstallRequest } from "../../../schemas/index.ts";
import { answer, remarkOn } from "../answer.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Session } from "../session.ts";
import { readSettings, type SettingOptions } from "../settings.ts";
import { stateOf } from "../show-plugin.ts";
import { showDiff } from "../print/index.ts";
import { collect, examples, type CliCommand } from "./command.ts";

interface InstallOptions extends Omit<SettingOptions, "unset"> {
  readonly entryPoint?: string;
  readonly module?: string;
  readonly name?: string;
  readonly enable?: boolean;
  readonly description?: string;
  readonly dryRun?: boolean;
}

/** Adds a plugin to the manifest, when it can be loaded. */
export const install: CliCommand = (program, host) => {
  const command = program
    .command("install")
    .description("add a plugin to the manifest, provided that it can be loaded")
    .option("--entry-point <name>", "an entry point that `patchbay discover` lists")
    .option("--module <reference>", "a module reference, path:ClassName")
    .option("--name <name>", "its name in the manifest; default: what the class says")
    .option("--enable", "enable it at once")
    .option("--description <text>", "a summary for people; default: what the class says")
    .option("--set <key=value>", "start with this setting; a.b=… is b within a", collect)
    .option("--json-set <key=json>", "the same with a JSON value", collect)
    .option("--dry-run", "only show how the manifest would change")
    .addHelpText(
      "after",
      examples(
        "install --entry-point ticket --enable",
        "install --module ./plugins/greeter.js:Greeter --set greeting=Hi --dry-run",
      ),
    );
  command.action(
    host.act<InstallOptions>(command, async (session, options) => {
      const settings = readSettings({ ...options, unset: [] });
      if (settings.kind === "malformed") {
        session.print.error(settings.message);
        return EXIT.usage;
      }
      if (!options.module && !options.entryPoint) {
        session.print.error("Say which plugin: --entry-point NAME or --module PATH:CLASS.");
        return EXIT.usage;
      }
      if (options.module && options.entryPoint) {
        session.print.error("Say either --entry-point or --module: each names the plugin.");
        return EXIT.usage;
      }
      if (options.name === "") {
        session.print.error("--name is empty: leave it out to take the name that the class says.");
        return EXIT.usage;
      }
      const request = requestFor(options, settings.patch);
      if (options.dryRun) return await showPreview(session, request);
      const target = await session.target();
      return answer(
        session,
        await session.print.whileWaiting("Installing", target.install(request)),
        ({ plugin }) => session.print.text(`${plugin.name} is installed and ${stateOf(plugin)[0]}`),
        ({ plugin }) => remarkOn(session, [plugin]),
      );
    }),
  );
};

function requestFor(
  { module, entryPoint, name, enable = false, description }: InstallOptions,
  config: Readonly<Record<string, unknown>>,
): InstallRequest {
  return {
    module,
    entry_point: entryPoint,
    name,
    enabled: enable,
    description,
    config: structuredClone(config),
  };
}

async function showPreview(session: Session, request: InstallRequest): Promise<ExitCode> {
  const { place, print } = session;
  const target = await session.target();
  const preview = await print.whileWaiting("Looking", target.previewInstall(request));
  const service = await session.service();
  const shown = service?.isAsked ? `the manifest of ${service.url}` : place.shown;
  return answer(session, preview, ({ name, diff, missing_secrets: missing }) => {
    print.text(showDiff(shown, diff, print.paint));
    if (missing.length > 0) print.hint(name, `missing secrets -> ${missing.join(", ")}`);
  });
}
