import { window } from "vscode";
import type { PluginStatus, Problem } from "../../schemas/index.ts";
import { firstLine, sayBriefly } from "../base/index.ts";
import { isFailing, summaryOf } from "../views/index.ts";
import { openProblemAt } from "./open-problem.ts";

/** Tells what was observed of a plugin: quietly when it is well, with the way to the cause when it is not. */
export function reportState(plugin: PluginStatus): void {
  const { name } = plugin.summary;
  const problem = plugin.problems[0];
  if (isFailing(plugin) && problem) return reportProblem(`${name} is ${plugin.state}`, problem);
  sayBriefly("plug", `${name}: ${summaryOf(plugin)}`);
}

/** Tells of a problem; settles at once, not when the user has answered. */
export function reportProblem(what: string, problem: Problem): void {
  const actions = problem.location ? ["Open Problem"] : [];
  const shown = window.showErrorMessage(
    `Patchbay: ${what}. ${firstLine(problem.message)}`,
    ...actions,
  );
  void shown.then((choice) => (choice === undefined ? undefined : openProblemAt(problem)));
}
