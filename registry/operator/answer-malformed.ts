import type { Socket } from "node:net";
import { STATUS_CODES } from "node:http";
import { detailsOf, statusOf, type OperatorProblem } from "./problems.ts";

/** What Node's parser says of bytes that never become a request. */
interface ParserError extends Error {
  readonly code?: string;
}

/** Answers what is no HTTP request as everything else is answered, and ends the connection: what follows is not one either. */
export function answerMalformed(error: ParserError, socket: Socket): void {
  // It was cut off by the client, or while an answer was under way.
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(error);
  const status = statusOf(problem.code);
  const body = JSON.stringify(detailsOf(problem));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function problemOf({ code = "" }: ParserError): OperatorProblem {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return { code: "request/headers-too-large", detail: "Send shorter headers and addresses." };
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return { code: "request/too-slow", detail: "Send the whole request sooner." };
    default:
      return { code: "request/malformed", detail: "What was sent is not HTTP." };
  }
}
