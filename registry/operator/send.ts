import type { FastifyReply } from "fastify";
import { detailsOf, statusOf, type OperatorProblem, type Outcome } from "./problems.ts";

/** Answers with what was asked for, or with why not. */
export function send(reply: FastifyReply, outcome: Outcome<unknown>): FastifyReply {
  return outcome.kind === "done" ? reply.send(outcome.value) : sendProblem(reply, outcome.problem);
}

export function sendProblem(reply: FastifyReply, problem: OperatorProblem): FastifyReply {
  if (problem.retryAfterS !== undefined) reply.header("retry-after", problem.retryAfterS);
  const status = statusOf(problem.code);
  if (status === 401) reply.header("www-authenticate", 'Bearer realm="patchbay"');
  return reply
    .code(status)
    .type("application/problem+json")
    .send(JSON.stringify(detailsOf(problem)));
}
