import type { PluginCondition, PluginRecord } from "../../schemas/index.ts";
import type { Outcome, ProblemCode } from "../operator/operations/index.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { Session } from "./session.ts";

/** What Agent PM's script takes for a mistake in the command line. */
const USAGE_CODES: ReadonlySet<ProblemCode> = new Set(["entry-point/not-found", "request/invalid"]);

/** `/project/plugins/ticket.ts:12` */
const PLACE = /[\\/].*:\d+$/;

/** Prints what came of asking the registry: JSON where it is asked for, else what `show` makes of it; then the remarks. */
export async function answer<Value>(
  { options, print }: Session,
  outcome: Outcome<Value>,
  show: (value: Value) => void,
  remark?: (value: Value) => void | Promise<void>,
): Promise<ExitCode> {
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
  await remark?.(outcome.value);
  return EXIT.done;
}

const NOTHING_MORE: Conditions = new Map();

/** How plugins are now, by name; without those of which nobody tells. */
export type Conditions = ReadonlyMap<string, PluginCondition>;

/** Asked for only where a record leaves it open. */
export async function conditionsFor(
  session: Session,
  plugins: readonly PluginRecord[],
): Promise<Conditions> {
  const isClear = plugins.every(({ errors, enabled, active, invalid }) => {
    return errors.length === 0 && (active || !enabled || invalid);
  });
  const target = await session.target();
  const conditions = isClear ? null : await target.conditions();
  return new Map(conditions?.map((condition) => [condition.name, condition]));
}

/** People are told of so many plugins without secrets one by one; programs of each. */
const MOST_HINTS = 10;

/**
 * What is wrong with plugins, on stderr, as Agent PM's script words it: for its clients all that their records list, for
 * people what is so now.
 */
export async function remarkOn(
  session: Session,
  plugins: readonly PluginRecord[],
  conditions?: Conditions,
): Promise<void> {
  const { options, print } = session;
  const now = options.json ? NOTHING_MORE : (conditions ?? (await conditionsFor(session, plugins)));
  let lacking = 0;
  for (const { name, errors, secrets } of plugins) {
    const condition = now.get(name);
    const isQuarantined = condition?.state === "quarantined";
    for (const problem of condition?.problems ?? errors) {
      print.warning(name, isQuarantined ? `quarantined: ${problem}` : problem);
    }
    if (isQuarantined) print.hint(name, `"patchbay reload ${name}" takes it into service again`);
    if (secrets.missing.length === 0) continue;
    lacking += 1;
    const isTold = options.json === true || lacking <= MOST_HINTS;
    if (isTold) print.hint(name, `missing secrets -> ${secrets.missing.join(", ")}`);
  }
  const left = lacking - MOST_HINTS;
  if (left > 0 && options.json !== true) {
    print.note(`${left} more plugins miss secrets: "patchbay secrets" lists them.`);
  }
}
