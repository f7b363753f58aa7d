/** The operator API: the registry of a service over HTTP. */
export { serve, type ServeOptions, type ServeResult } from "./serve.ts";
export type { ApiKeys, BucketOptions } from "./access/index.ts";
export { Operations, type Surroundings } from "./operations/index.ts";
export { detailsOf, done, problem } from "./problems.ts";
export type { OperatorProblem, Outcome, ProblemCode } from "./problems.ts";
export type { Caller, OperatedRegistry } from "./types.ts";
