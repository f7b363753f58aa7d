import path from "node:path";
import { Option } from "commander";
import {
  examples,
  EXIT,
  type CliCommand,
  type ExitCode,
  type Session,
} from "../../registry/cli/index.ts";
import { ManifestFile } from "../../registry/manifest-file/index.ts";
import { createModuleIndex, grammarsIn } from "../../registry/modules/index.ts";
import type { ManifestChecker, Mend } from "../../server/check/index.ts";
import {
  countOf,
  mendedOf,
  renderForGithub,
  renderForPeople,
  renderJson,
  renderSarif,
  reportOf,
  SEVERITIES,
  type FileReport,
  type Mended,
  type SeverityName,
} from "../report/index.ts";

const FORMATS = ["human", "json", "sarif", "github"] as const;
/** A mend may uncover what the next one mends; that this ends is certain only with a bound. */
const MOST_MENDS = 5;

interface CheckOptions {
  readonly format: (typeof FORMATS)[number];
  readonly fix?: boolean;
  readonly all?: boolean;
  readonly maxSeverity: SeverityName | "none";
  readonly severity?: readonly string[];
  readonly sourceRoot?: readonly string[];
}

/** The editor's diagnostics, for a shell and for continuous integration. */
export function checkCommand(version: string): CliCommand {
  return (program, host) => {
    const command = program
      .command("check")
      .description("check manifests as the editor does, without running plugin code")
      .argument("[files...]", "the manifests; default: the one that the other commands are about")
      .addOption(new Option("--format <format>", "how to report").choices(FORMATS).default("human"))
      .option(
        "--fix",
        "mend what needs no decision, and say what; guesses by spelling are left to you",
      )
      .option("--all", "show every hint, however many there are of a kind")
      .addOption(
        new Option("--max-severity <severity>", "the most severe finding that is tolerated")
          .choices([...SEVERITIES, "none"])
          .default("warning"),
      )
      .option(
        "--severity <code=severity...>",
        "report a code as error, warning, information, hint or off",
      )
      .option(
        "--source-root <folder...>",
        "a further folder in which dotted references are looked up",
      )
      .addHelpText(
        "after",
        "\nEnds with 0 when nothing is worse than what is tolerated, 1 when something is, 2 when a file cannot be checked.",
      )
      .addHelpText(
        "after",
        examples(
          "check",
          "check --fix config/plugins.yaml",
          "check --format sarif > patchbay.sarif",
          "check --severity 'secret/*=off' --max-severity error",
        ),
      );
    command.action(
      host.act<CheckOptions>(command, (session, options, ...files) =>
        check(session, options, files.flat(), version),
      ),
    );
  };
}

async function check(
  session: Session,
  options: CheckOptions,
  named: readonly string[],
  version: string,
): Promise<ExitCode> {
  const { print, place, surroundings } = session;
  const severity = readSeverities(options.severity ?? []);
  if (typeof severity === "string") {
    print.error(severity);
    return EXIT.usage;
  }
  // The checks are many: only who checks loads them.
  const { DIAGNOSTIC_CODES, ManifestChecker } = await import("../../server/check/index.ts");
  const unknown = Object.keys(severity).find((pattern) => !isOfSome(pattern, DIAGNOSTIC_CODES));
  if (unknown !== undefined) {
    print.error(`--severity ${unknown}: there is no such code; docs/diagnostics.md lists them`);
    return EXIT.usage;
  }
  const checker = new ManifestChecker({
    folders: [place.roots.workspaceFolder],
    settings: { sourceRoots: options.sourceRoot ?? [], diagnostics: { severity } },
    environment: surroundings.environment,
    openIndex: async () =>
      createModuleIndex(grammarsIn(path.join(surroundings.distFolder, "wasm"))),
    log: {
      failed: (attempt, error) => print.error(`${attempt}: ${String(error)}`),
      info: () => undefined,
    },
  });
  try {
    const files = named.length > 0 ? named : [place.file];
    const reports: FileReport[] = [];
    let isComplete = true;
    for (const written of files) {
      const file = path.resolve(surroundings.folder, written);
      const shown = path.relative(surroundings.folder, file).split(path.sep).join("/");
      const report = await checkFile(checker, file, shown, options.fix === true);
      if (typeof report === "string") {
        print.error(report);
        isComplete = false;
      } else reports.push(report);
    }
    const format = session.options.json ? "json" : options.format;
    const text = render(format, reports, session, { version, showsAll: options.all === true });
    if (text !== "" && reports.length > 0) print.text(text);
    if (!isComplete) return EXIT.usage;
    return isTolerated(reports, options.maxSeverity) ? EXIT.done : EXIT.failed;
  } finally {
    checker.dispose();
  }
}

/** Why the file cannot be checked, where it cannot. */
async function checkFile(
  checker: ManifestChecker,
  file: string,
  shown: string,
  isMended: boolean,
): Promise<FileReport | string> {
  const mended: Mended[] = [];
  for (let round = 0; ; round += 1) {
    const read = await new ManifestFile(file).read();
    if (read.kind === "missing") return `${shown} cannot be read: there is no such file`;
    if (read.kind === "unreadable") return read.reason;
    const { text } = read;
    // Editors do not count the mark either.
    const mark = text.startsWith("\uFEFF") ? 1 : 0;
    const checked = await checker.check(file, text.slice(mark));
    const mends = isMended && round < MOST_MENDS ? await checked.mends() : [];
    if (mends.length === 0) return reportOf(shown, text.slice(mark), checked, mended);
    const failure = await mend(file, text, mends, mark, mended);
    if (failure !== null) return failure;
  }
}

/** Null: it is written and told in `mended`, or changed meanwhile and will be looked at again. */
async function mend(
  file: string,
  text: string,
  mends: readonly Mend[],
  offset: number,
  mended: Mended[],
): Promise<string | null> {
  const edits = mends
    .flatMap((each) => each.edits)
    .map(({ span, newText }) => {
      return { newText, span: { start: span.start + offset, end: span.end + offset } };
    });
  const write = await new ManifestFile(file).edit((document) =>
    document.text === text ? { kind: "edits", edits } : { kind: "unchanged" },
  );
  if (write.kind === "written") mended.push(...mends.map(mendedOf));
  return write.kind === "written" || write.kind === "unchanged" ? null : write.reason;
}

function render(
  format: CheckOptions["format"],
  reports: readonly FileReport[],
  { print }: Session,
  { version, showsAll }: { readonly version: string; readonly showsAll: boolean },
): string {
  switch (format) {
    case "human":
      return renderForPeople(reports, print.paint, showsAll);
    case "json":
      return renderJson(reports);
    case "sarif":
      return renderSarif(reports, version);
    case "github":
      return renderForGithub(reports);
  }
}

function isTolerated(reports: readonly FileReport[], most: CheckOptions["maxSeverity"]): boolean {
  const worse = most === "none" ? SEVERITIES : SEVERITIES.slice(0, SEVERITIES.indexOf(most));
  return worse.every((severity) => countOf(reports, severity) === 0);
}

/** A code, or `*` for the rest of it, as in `secret/*`. */
function isOfSome(pattern: string, codes: Readonly<Record<string, string>>): boolean {
  if (!pattern.endsWith("*")) return Object.hasOwn(codes, pattern);
  return Object.keys(codes).some((code) => code.startsWith(pattern.slice(0, -1)));
}

/** By code; or what is wrong with what was written. */
function readSeverities(written: readonly string[]): Readonly<Record<string, string>> | string {
  const pairs = written.map((each) => each.split("=", 2));
  const wrong = pairs.find(
    ([, severity = ""]) => ![...SEVERITIES, "off"].some((known) => known === severity),
  );
  if (wrong)
    return `--severity ${wrong.join("=")}: write CODE=error, warning, information, hint or off`;
  return Object.fromEntries(pairs) as Record<string, string>; // Each has two parts by now.
}
