import type { IncomingMessage } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { RouteAnswer } from "../../runtimes/index.ts";
import type { Access } from "../access/index.ts";
import { sendProblem } from "../send.ts";
import type { OperatedRegistry } from "../types.ts";

/** Between two parties of one connection only (RFC 9110, 7.6.1), or ours: a plugin is not told anybody's key. */
const NOT_FORWARDED = new Set([
  "authorization",
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-api-key",
]);

export interface ForwardOptions {
  readonly registry: Pick<OperatedRegistry, "route">;
  readonly bodyLimitBytes: number;
}

/** Has the plugin whose route it is answer a request that was let in. */
export async function forwardToPlugin(
  { registry, bodyLimitBytes }: ForwardOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  access: Access,
): Promise<FastifyReply> {
  const { method } = request;
  const body = await readBody(request.raw, bodyLimitBytes);
  if (body === "too-large") {
    const detail = `A body may have up to ${bodyLimitBytes} bytes.`;
    return sendProblem(reply.header("connection", "close"), { code: "request/too-large", detail });
  }
  const isBodyless = method === "GET" || method === "HEAD";
  const answer = await registry.route({
    method: method === "HEAD" ? "GET" : method,
    url: new URL(request.raw.url ?? "/", `http://${request.headers.host ?? "localhost"}`).href,
    headers: headersOf(request.raw),
    body: isBodyless || body.length === 0 ? null : new Uint8Array(body),
    access,
  });
  return send(reply, answer, request.url);
}

function send(reply: FastifyReply, answer: RouteAnswer, url: string): FastifyReply {
  switch (answer.kind) {
    case "answered": {
      for (const [name, value] of answer.headers) {
        if (!NOT_FORWARDED.has(name)) reply.header(name, value);
      }
      return reply.code(answer.status).send(answer.body ? Buffer.from(answer.body) : null);
    }
    case "forbidden":
      return sendProblem(reply, {
        code: "auth/operator-only",
        detail: `This route of ${answer.plugin} is for operators.`,
      });
    case "unavailable":
      return sendProblem(reply, {
        code: "plugin/unavailable",
        detail: `${answer.plugin || "The plugin"} is disabled, or being replaced.`,
        retryAfterS: 1,
      });
    case "threw":
      return sendProblem(reply, { code: "plugin/threw-in-route", detail: answer.problem.message });
    case "timed-out":
      return sendProblem(reply, {
        code: "plugin/timed-out",
        detail: `${answer.plugin} did not answer within ${answer.afterMs} ms.`,
      });
    case "not-found":
      return sendProblem(reply, { code: "request/not-found", detail: `Nothing is at ${url}.` });
  }
}

function headersOf({ rawHeaders }: IncomingMessage): [string, string][] {
  const headers: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    if (!NOT_FORWARDED.has(name)) headers.push([name, rawHeaders[index + 1] ?? ""]);
  }
  return headers;
}

async function readBody(
  request: IncomingMessage,
  limitBytes: number,
): Promise<Buffer | "too-large"> {
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) return "too-large";
  const chunks: Buffer[] = [];
  let size = 0;
  // The answer goes over the same connection: it must not be torn down when enough was read.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) return "too-large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
