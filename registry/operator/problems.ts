import type { ProblemDetails } from "../../schemas/index.ts";

/** Everything that the API may answer instead of what was asked for. Codes are stable; statuses follow Agent PM where it has one. */
export const PROBLEMS = {
  "auth/missing-key": [401, "An API key is needed"],
  "auth/wrong-key": [403, "This API key is not valid here"],
  "auth/operator-only": [403, "This needs the operator's API key"],
  "auth/too-many-failures": [429, "Too many attempts without a valid key"],
  "request/rate-limited": [429, "Too many requests"],
  "request/foreign-host": [403, "The Host header names another server"],
  "request/foreign-origin": [403, "Requests of other websites are not answered"],
  "request/not-found": [404, "There is nothing at this address"],
  "request/method-not-allowed": [405, "This address is asked in another way"],
  "request/malformed": [400, "This is not a proper HTTP request"],
  "request/invalid": [422, "The request does not satisfy its schema"],
  "request/too-slow": [408, "The request did not arrive in time"],
  "request/headers-too-large": [431, "The headers are too large"],
  "request/too-large": [413, "The body is too large"],
  "request/unsupported-type": [415, "Bodies are JSON"],
  "request/deadline": [503, "This took too long"],
  "request/too-many-streams": [503, "Too many clients follow the events"],
  "plugin/not-found": [404, "There is no such plugin"],
  "entry-point/not-found": [404, "No installed package announces this entry point"],
  "entry-point/ambiguous": [400, "Several packages announce this entry point"],
  "plugin/exists": [400, "There is a plugin of this name already"],
  "plugin/load-failed": [400, "The plugin cannot be loaded"],
  "plugin/unavailable": [503, "The plugin is not in service"],
  "plugin/timed-out": [504, "The plugin did not answer in time"],
  "plugin/threw-in-route": [500, "The plugin failed"],
  "config/invalid": [400, "The plugin does not accept this config"],
  "module/malformed": [400, "The module reference is malformed"],
  "module/not-found": [400, "The module does not exist"],
  "module/class-not-found": [400, "The module has no such class"],
  "module/not-a-plugin": [400, "The class is not a plugin"],
  "module/unreadable": [400, "The module cannot be read"],
  "manifest/refused": [409, "The manifest cannot be changed like this"],
  "manifest/busy": [503, "The manifest is being written by somebody else"],
  "manifest/unwritable": [503, "The manifest cannot be written"],
  "internal/error": [500, "Patchbay failed"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Why something was not done. `detail` says what to do about it, and holds no secret. */
export interface OperatorProblem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: ProblemDetails["errors"];
  readonly retryAfterS?: number;
}

export type Outcome<Value> =
  | { readonly kind: "done"; readonly value: Value }
  | { readonly kind: "problem"; readonly problem: OperatorProblem };

export function done<Value>(value: Value): Outcome<Value> {
  return { kind: "done", value };
}

export function problem(
  code: ProblemCode,
  detail: string,
  more: Pick<OperatorProblem, "errors" | "retryAfterS"> = {},
): { readonly kind: "problem"; readonly problem: OperatorProblem } {
  return { kind: "problem", problem: { code, detail, ...more } };
}

export function statusOf(code: ProblemCode): number {
  return PROBLEMS[code][0];
}

/** As RFC 9457 says it. */
export function detailsOf({ code, detail, errors }: OperatorProblem): ProblemDetails {
  const [status, title] = PROBLEMS[code];
  return {
    type: `urn:patchbay:problem:${code}`,
    title,
    status,
    detail,
    code,
    ...(errors && { errors }),
  };
}
