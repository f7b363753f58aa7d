/** What operators do to a registry, whoever asks by whatever protocol. */
export { Operations, type OperationsOptions } from "./operations.ts";
export { unifiedDiff } from "./unified-diff.ts";
export type { Surroundings } from "./install-plugin.ts";
export type { OperatorProblem, Outcome, ProblemCode } from "../problems.ts";
