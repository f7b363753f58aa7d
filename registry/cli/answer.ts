import type { PluginRecord } from "../../schemas/index.ts";
import type { Outcome, ProblemCode } from "../operator/operations/index.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { Session } from "./session.ts";

/** What Agent PM's script takes for a mistake in the command line. */
const USAGE_CODES: ReadonlySet<ProblemCode> = new Set(["entry-point/not-found", "request/invalid"]);

/** `/project/plugins/ticket.ts:12` */
const PLACE = /[\\/].*:\d+$/;

/** Prints what came of asking the registry: JSON where it is asked for, else what `show` makes of it; then the remarks. */
export function answer<Value>(
  { options, print }: Session,
  outcome: Outcome<Value>,
  show: (value: Value) => void,
  remark?: (value: Value) => void,
): ExitCode {
  if (outcome.kind === "problem") {
    const { code, detail, errors = [] } = outcome.problem;
    // Operators are told what to do over HTTP; here they have commands.
    const [place] = errors.length === 1 ? errors.map(({ path }) => path) : [];
    const where = place && PLACE.test(place) ? ` (${place})` : "";
    print.error(detail.replace(/\bGET \/plugins\b/, '"patchbay list"') + where);
    return USAGE_CODES.has(code) ? EXIT.usage : EXIT.failed;
  }
  if (options.json) print.json(outcome.value);
  else show(outcome.value);
  remark?.(outcome.value);
  return EXIT.done;
}

/** What is wrong with plugins, on stderr, as Agent PM's script words it. */
export function remarkOn({ print }: Session, plugins: readonly PluginRecord[]): void {
  for (const { name, errors, secrets } of plugins) {
    for (const error of errors) print.warning(name, error);
    if (secrets.missing.length > 0) {
      print.hint(name, `missing secrets -> ${secrets.missing.join(", ")}`);
    }
  }
}
