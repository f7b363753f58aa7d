import type { FireReport, HandlerOutcome, Problem } from "../../schemas/index.ts";
import { counted, duration } from "../base/words.ts";

/** A report with what only the one who fired it knows. */
export interface FiredHook {
  readonly report: FireReport;
  readonly firedAt: Date;
}

/** `2 answered, 1 threw, 1 problem` */
export function countsOf({ outcomes, problems }: FireReport): string {
  const count = (kind: HandlerOutcome["kind"]): number =>
    outcomes.filter((outcome) => outcome.kind === kind).length;
  const parts = [
    [count("answered"), "answered"],
    [count("threw"), "threw"],
    [count("timed-out"), "timed out"],
    [count("lost"), "lost"],
    [count("skipped"), "skipped"],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  const handled = said.length === 0 ? "no plugin handles it" : said.join(", ");
  return problems.length === 0 ? handled : `${handled}, ${counted(problems.length, "problem")}`;
}

/** Whether any handler failed, or something is wrong with the fire itself. */
export function hasFailures({ outcomes, problems }: FireReport): boolean {
  return (
    problems.length > 0 || outcomes.some(({ kind }) => kind !== "answered" && kind !== "skipped")
  );
}

/** The report as a text for people: one line for each plugin in calling order, failures with their place. */
export function renderReport({ report, firedAt }: FiredHook): string {
  const width = Math.max(0, ...report.outcomes.map(({ plugin }) => plugin.length));
  const lines = [
    `${report.hook} — ${countsOf(report)} in ${duration(report.durationMs)}`,
    `fired ${firedAt.toLocaleString()}`,
    "",
    ...report.outcomes.flatMap((outcome) => renderOutcome(outcome, width)),
    ...renderConcerns(report.problems),
    ...renderResult(report.result),
    "",
    "Payload as the last handler left it",
    "",
    report.payload === null
      ? (report.payloadProblem ?? "It could not be carried.")
      : JSON.stringify(report.payload, null, 2),
  ];
  return `${lines.join("\n")}\n`;
}

function renderOutcome(outcome: HandlerOutcome, width: number): readonly string[] {
  const plugin = outcome.plugin.padEnd(width);
  switch (outcome.kind) {
    case "answered":
      return [`  ✓ ${plugin}  ${duration(outcome.durationMs)}`];
    case "threw":
      return [
        `  ✗ ${plugin}  threw after ${duration(outcome.durationMs)}`,
        ...renderProblem(outcome.problem),
      ];
    case "timed-out":
      return [
        `  ✗ ${plugin}  timed out after ${duration(outcome.durationMs)}`,
        ...renderProblem(outcome.problem),
      ];
    case "lost":
      return [`  ? ${plugin}  lost with the plugins' thread`, ...renderProblem(outcome.problem)];
    case "skipped":
      return [`  – ${plugin}  skipped: ${SKIPPED_WORDS[outcome.reason]}`];
  }
}

const SKIPPED_WORDS: Readonly<
  Record<Extract<HandlerOutcome, { kind: "skipped" }>["reason"], string>
> = {
  disabled: "it is disabled",
  source: "it is the source of the event",
  "not-active": "it is not active",
  quarantined: "it is quarantined",
  cancelled: "the fire was cancelled",
  decided: "another plugin had the result",
  interrupted: "the plugins' thread ended before its turn came",
};

function renderProblem({ message, location, stack }: Problem): readonly string[] {
  const place = location
    ? [`at ${location.file}:${location.line + 1}:${location.character + 1}`]
    : [];
  const frames = stack === null ? place : stack.split("\n");
  return [...message.split("\n"), ...frames.map((line) => line.trim())]
    .filter((line, index, all) => line !== "" && all.indexOf(line) === index)
    .map((line) => `      ${line}`);
}

/** What is wrong with the fire itself. It took place all the same. */
function renderConcerns(problems: readonly Problem[]): readonly string[] {
  if (problems.length === 0) return [];
  const title = `Fired all the same, with ${counted(problems.length, "problem")}:`;
  return ["", title, ...problems.map(({ message }) => `  ! ${message}`)];
}

function renderResult(result: FireReport["result"]): readonly string[] {
  if (result === null) return [];
  const value = result.problem ?? JSON.stringify(result.value, null, 2);
  return ["", `Result of ${result.plugin}`, "", value];
}
