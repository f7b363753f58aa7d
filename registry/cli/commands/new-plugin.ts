import path from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { pluginKindSchema, type PluginKind } from "../../../schemas/index.ts";
import { ManifestFile } from "../../manifest-file/index.ts";
import { parseManifest } from "../../manifest/index.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import {
  isHookName,
  isPluginName,
  LANGUAGES,
  scaffoldPlugin,
  writeScaffold,
  type ScaffoldLanguage,
} from "../scaffold/index.ts";
import type { Session } from "../session.ts";
import { examples, namedOption, type CliCommand } from "./command.ts";

interface NewPluginOptions {
  readonly language: ScaffoldLanguage;
  readonly hooks: readonly string[];
  readonly kind?: PluginKind;
}

/** What people call them, too. */
const ALSO_KNOWN_AS: Readonly<Record<string, ScaffoldLanguage>> = {
  typescript: "ts",
  javascript: "js",
  py: "python",
};

function readLanguage(written: string): ScaffoldLanguage {
  const language = LANGUAGES.find((each) => each === written) ?? ALSO_KNOWN_AS[written];
  if (language) return language;
  throw new InvalidArgumentError(`Allowed choices are ${LANGUAGES.join(", ")}.`);
}

/** Writes a plugin that runs as it stands. */
export const newPlugin: CliCommand = (program, host) => {
  const command = program
    .command("new")
    .description("write something new")
    .command("plugin")
    .description("write a plugin that runs as it stands, with a test and its entry in the manifest")
    .argument("<name>", "its name in the manifest")
    .addOption(
      new Option("--language <language>", "what it is written in")
        .choices([...LANGUAGES, ...Object.keys(ALSO_KNOWN_AS)])
        .argParser(readLanguage)
        .default("ts"),
    )
    .addOption(
      namedOption(
        new Option("--hooks <hook...>", "the hooks that it handles").default(["post_plan"]),
        "hook",
      ),
    )
    .addOption(
      new Option("--kind <kind>", "register a factory of this kind instead").choices(
        pluginKindSchema.options,
      ),
    )
    .addHelpText(
      "after",
      examples(
        "new plugin ticket_sync --hooks pre_plan post_plan",
        "new plugin ticket_sync --language python",
        "new plugin my_provider --kind ai_provider",
      ),
    );
  command.action(
    host.act<NewPluginOptions>(command, (session, options, name = "") =>
      write(session, options, name),
    ),
  );
};

async function write(
  { print, place, options: { json } }: Session,
  { language, hooks: written, kind }: NewPluginOptions,
  name: string,
): Promise<ExitCode> {
  const hooks = [
    ...new Set(written.flatMap((hook) => hook.split(",")).filter((hook) => hook !== "")),
  ];
  const strange = hooks.find((hook) => !isHookName(hook));
  if (!isPluginName(name) || strange !== undefined) {
    print.error(
      strange === undefined
        ? `${name}: a plugin's name is small letters, digits, _ and -, beginning with a letter.`
        : `${strange}: a hook's name is that of a method.`,
    );
    return EXIT.usage;
  }
  const manifest = new ManifestFile(place.file);
  const read = await manifest.read();
  if (read.kind === "read" && parseManifest(read.text).itemNamed(name)) {
    print.error(`${place.shown} has an entry named ${name} already: choose another name.`);
    return EXIT.failed;
  }
  const scaffold = scaffoldPlugin({ name, language, hooks, kind: kind ?? null });
  const folder = place.roots.manifestFolder;
  const outcome = await writeScaffold(folder, scaffold);
  if (outcome.kind === "exists") {
    print.error(`${outcome.file} exists already: choose another name.`);
    return EXIT.failed;
  }
  const added = await manifest.apply({ kind: "add-entry", entry: { ...scaffold.entry } });
  if (added.kind !== "written" && added.kind !== "unchanged") {
    print.error(added.reason);
    return EXIT.failed;
  }
  const files = [...outcome.files, place.file];
  if (json) print.json({ files });
  else for (const file of files) print.text(path.relative(folder, file));
  print.note(`Try it: ${testCommandFor(language, name, folder)}`);
  if (language === "python") {
    print.note("Python plugins are read, completed and checked, and not run by Patchbay yet.");
  }
  return EXIT.done;
}

function testCommandFor(language: ScaffoldLanguage, name: string, folder: string): string {
  const file = language === "python" ? `test_${name.replaceAll("-", "_")}.py` : `${name}.test.mjs`;
  const shown = path.join(path.relative(process.cwd(), folder), "plugins", file);
  return language === "python" ? `python3 ${shown}` : `node --test ${shown}`;
}
