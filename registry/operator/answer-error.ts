import type { FastifyError, FastifyReply } from "fastify";
import { DEEPEST_BODY } from "./routes/nesting.ts";
import { sendProblem } from "./send.ts";

/** What Fastify refuses, and what went wrong on our side, as a problem. */
export function answerError(
  thrown: unknown,
  reply: FastifyReply,
  onFailure: (error: Error) => void,
): FastifyReply {
  const error = thrown as FastifyError;
  if (error.validation) {
    const errors = error.validation.map(({ instancePath, message = "is not valid" }) => ({
      path: [error.validationContext ?? "request", ...instancePath.split("/").filter(Boolean)].join(
        ".",
      ),
      message,
    }));
    const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
    return sendProblem(reply, { code: "request/invalid", detail, errors });
  }
  switch (error.code) {
    case "FST_ERR_CTP_INVALID_JSON_BODY":
      return sendProblem(reply, {
        code: "request/invalid",
        detail: "The body is not JSON, or has a key such as __proto__.",
      });
    case "PATCHBAY_NESTED_TOO_DEEPLY":
      return sendProblem(reply, {
        code: "request/invalid",
        detail: `The body is nested deeper than ${DEEPEST_BODY} levels.`,
      });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
    case "FST_ERR_CTP_EMPTY_TYPE":
      return sendProblem(reply, {
        code: "request/unsupported-type",
        detail: "Send the body as application/json.",
      });
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return sendProblem(reply, {
        code: "request/too-large",
        detail: "The body is larger than 1 MiB.",
      });
    case "FST_ERR_HANDLER_TIMEOUT":
      return sendProblem(reply, {
        code: "request/deadline",
        detail: "What was asked for goes on; ask for its result later.",
      });
    case "FST_ERR_BAD_URL":
      return sendProblem(reply, {
        code: "request/malformed",
        detail: "The address has a part that is not percent-encoded UTF-8.",
      });
    default:
      break;
  }
  const { statusCode = 500 } = error;
  if (statusCode < 500) {
    return sendProblem(reply, { code: "request/malformed", detail: "The request is malformed." });
  }
  onFailure(error);
  return sendProblem(reply, {
    code: "internal/error",
    detail: "This is Patchbay's mistake; its log says more.",
  });
}
