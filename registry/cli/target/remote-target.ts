import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import {
  discoveryAnswerSchema,
  hookAnswerSchema,
  hookHistorySchema,
  installPreviewSchema,
  pluginAnswerSchema,
  pluginDetailSchema,
  pluginListSchema,
  problemDetailsSchema,
  uninstallAnswerSchema,
} from "../../../schemas/index.ts";
import type { Outcome, ProblemCode } from "../../operator/operations/index.ts";
import type { Target } from "./target.ts";
import { reasonOf } from "./word-unreachable.ts";

/** Where a registry runs, and what opens it. */
export interface ServiceAddress {
  readonly url: string;
  readonly key: string | null;
  /** It was named; else it was found to run the manifest. */
  readonly isAsked: boolean;
}

/** Tells a person what is being waited for. */
type Wait = <Result>(asked: Promise<Result>) => Promise<Result>;

/** Longer than any deadline of the server: only a server that is gone is given up. */
const ANSWER_DEADLINE_MS = 120_000;

/** A command that asks for much spends its budget; who is told to wait longer has a reason to be told. */
const LONGEST_WAIT_S = 5;
const MOST_ATTEMPTS = 20;

const reloadAnswerSchema = z.union([pluginAnswerSchema, pluginListSchema]);

/** A registry that runs elsewhere, over its operator API. Works with Agent PM's own as far as that goes. */
export function connectTo(address: ServiceAddress, wait: Wait): Target {
  const ask = <Value>(
    schema: z.ZodType<Value>,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Outcome<Value>> => wait(request(address, schema, method, path, body));
  return {
    list: () => ask(pluginListSchema, "GET", "/plugins"),
    conditions: async () => {
      const listed = await ask(pluginListSchema, "GET", "/plugins?conditions=true");
      // Agent PM's own does not tell.
      return listed.kind === "done" ? (listed.value.conditions ?? null) : null;
    },
    show: (name) => ask(pluginDetailSchema, "GET", plugin(name)),
    setEnabled: (name, enabled) =>
      ask(pluginAnswerSchema, "POST", plugin(name, enabled ? "/enable" : "/disable")),
    reload: (name) =>
      ask(reloadAnswerSchema, "POST", name === null ? "/plugins/reload" : plugin(name, "/reload")),
    patchConfig: (name, patch) => ask(pluginAnswerSchema, "PATCH", plugin(name, "/config"), patch),
    discover: () => ask(discoveryAnswerSchema, "GET", "/plugins/discover"),
    install: (wish) => ask(pluginAnswerSchema, "POST", "/plugins/install", wish),
    previewInstall: (wish) => ask(installPreviewSchema, "POST", "/plugins/install/preview", wish),
    uninstall: (name) => ask(uninstallAnswerSchema, "DELETE", plugin(name)),
    fire: ({ hook, payload, source }) =>
      ask(hookAnswerSchema, "POST", `/hooks/${encodeURIComponent(hook)}`, {
        payload,
        ...(source !== undefined && { source }),
      }),
    history: (name, hook) =>
      ask(hookHistorySchema, "GET", plugin(name, `/history?hook=${encodeURIComponent(hook)}`)),
    close: () => undefined,
  };
}

function plugin(name: string, action = ""): string {
  return `/plugins/${encodeURIComponent(name)}${action}`;
}

async function request<Value>(
  address: ServiceAddress,
  schema: z.ZodType<Value>,
  method: string,
  path: string,
  body: unknown,
): Promise<Outcome<Value>> {
  const { url, key } = address;
  let status: number;
  let text: string;
  try {
    const response = await fetchPatiently(`${baseOf(url)}${path}`, {
      method,
      headers: {
        accept: "application/json",
        ...(key !== null && { "x-api-key": key }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_DEADLINE_MS),
      redirect: "error", // The key is for this server only.
    });
    status = response.status;
    text = await response.text();
  } catch (error) {
    return unavailable(`${url} does not answer: ${reasonOf(error)}. Is the service running?`);
  }
  const answer = parseJson(text);
  if (status >= 200 && status < 300) {
    const parsed = schema.safeParse(answer);
    if (parsed.success) return { kind: "done", value: parsed.data };
    return unavailable(`${url} answered something else than an operator API would.`);
  }
  return problemIn(status, answer, address);
}

/** Waits as long as a server that limits requests says, provided that it is not long. */
async function fetchPatiently(url: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, init);
    const waitS = Number(response.headers.get("retry-after") ?? Number.POSITIVE_INFINITY);
    const isWorthWaiting = response.status === 429 && waitS <= LONGEST_WAIT_S;
    if (!isWorthWaiting || attempt === MOST_ATTEMPTS) return response;
    await response.body?.cancel();
    await delay(waitS * 1_000);
  }
}

/** Agent PM's documents give the address of the listing; both are understood. */
export function baseOf(url: string): string {
  return url.replace(/\/+$/, "").replace(/\/plugins$/, "");
}

function problemIn(status: number, answer: unknown, address: ServiceAddress): Outcome<never> {
  const details = problemDetailsSchema.safeParse(answer);
  // Agent PM says `detail` only.
  const plain = z.object({ detail: z.string() }).safeParse(answer);
  const said =
    details.data?.detail ?? plain.data?.detail ?? `${address.url} answered with status ${status}.`;
  const code = (details.data?.code ?? "internal/error") as ProblemCode; // A newer server may have more of them.
  const errors = details.data?.errors;
  return {
    kind: "problem",
    problem: { code, detail: said + adviceOn(code, address), ...(errors && { errors }) },
  };
}

const KEY_CODES: ReadonlySet<string> = new Set([
  "auth/missing-key",
  "auth/wrong-key",
  "auth/operator-only",
]);

/** The server says what is wrong with a key; only here it is known where the key comes from. */
function adviceOn(code: string, { url, key, isAsked }: ServiceAddress): string {
  if (!KEY_CODES.has(code)) return "";

  const set = key === null ? "Set PLUGINS_API_KEY" : `PLUGINS_API_KEY is not the key of ${url}`;
  return isAsked ? ` ${set}.` : ` ${set}, or say --direct to work on the manifest itself.`;
}

function unavailable(detail: string): Outcome<never> {
  return { kind: "problem", problem: { code: "plugin/unavailable", detail } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // What is no JSON is no answer of ours: the status says the rest.
  }
}
