import http from "node:http";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import { serve } from "../../../registry/operator/index.ts";
import { ADMIN, newWorkspace, optionsIn, startServer, STEADY, USER } from "./served.ts";

const ROUTED = "- name: routed\n  module: ./plugins/routed.js:Routed\n";

/** With headers that `fetch` does not let anybody set. */
function rawStatus(url: string, headers: http.OutgoingHttpHeaders): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject);
  });
}

test("operators need the operator's key, by either header", async () => {
  const { ask } = await startServer({ manifest: STEADY });
  const statusWith = async (headers: Record<string, string>): Promise<unknown[]> => {
    const { status, body } = await ask("GET /plugins", undefined, headers);
    return [status, body.code];
  };
  expect(await statusWith({})).toEqual([401, "auth/missing-key"]);
  expect(await statusWith({ "x-api-key": "" })).toEqual([401, "auth/missing-key"]);
  expect(await statusWith({ "x-api-key": "wrong" })).toEqual([403, "auth/wrong-key"]);
  expect(await statusWith({ "x-api-key": USER })).toEqual([403, "auth/operator-only"]);
  expect(await statusWith({ "x-api-key": `${ADMIN}x` })).toEqual([403, "auth/wrong-key"]);
  expect(await statusWith({ "x-api-key": ADMIN })).toEqual([200, undefined]);
  expect(await statusWith({ authorization: `Bearer ${ADMIN}` })).toEqual([200, undefined]);
  expect(await statusWith({ authorization: `Basic ${ADMIN}` })).toEqual([401, "auth/missing-key"]);
});

test("a key that is not ASCII is wrong, and nothing else", async () => {
  const { url } = await startServer({ manifest: STEADY });
  const key = Buffer.from("schlüssel-ключ", "utf8").toString("latin1");
  expect(await rawStatus(`${url}/plugins`, { "x-api-key": key })).toBe(403);
});

test("without an operator's key the user's key does, and the operator's key opens users' routes", async () => {
  const { ask } = await startServer({ manifest: ROUTED, options: { keys: { user: USER } } });
  expect((await ask("GET /plugins", undefined, { "x-api-key": USER })).status).toBe(200);
  const both = await startServer({ manifest: ROUTED });
  expect((await both.ask("GET /routed/hello/a", undefined, { "x-api-key": ADMIN })).status).toBe(
    200,
  );
  expect((await both.ask("GET /routed/hello/a", undefined, { "x-api-key": USER })).status).toBe(
    200,
  );
  expect((await both.ask("GET /routed/hello/a", undefined, {})).status).toBe(401);
  const forUsers = await both.ask("DELETE /routed", undefined, { "x-api-key": USER });
  expect([forUsers.status, forUsers.body.code]).toEqual([403, "auth/operator-only"]);
  expect((await both.ask("DELETE /routed")).status).toBe(200);
});

test("without any key it starts only when told to, and only for this machine", async () => {
  const setup = { manifest: STEADY };
  const folder = newWorkspace(setup);
  const options = { ...(await optionsIn(folder, setup)), keys: { user: "", operator: "" } };
  expect(await serve(options)).toMatchObject({ kind: "refused", code: "serve/no-key" });
  expect(await serve({ ...options, insecure: true, host: "0.0.0.0" })).toMatchObject({
    code: "serve/no-key",
  });
  const open = await startServer({ ...setup, options: { keys: {}, insecure: true } });
  expect((await open.ask("POST /plugins/steady/disable", undefined, {})).status).toBe(200);
  expect(open.audits).toMatchObject([{ who: "anonymous" }]);
});

test("a port that is taken is an answer", async () => {
  const { url, folder } = await startServer({ manifest: STEADY });
  const port = Number(new URL(url).port);
  const options = await optionsIn(folder, { manifest: STEADY, options: { port } });
  expect(await serve(options)).toMatchObject({ kind: "refused", code: "serve/not-listening" });
});

test("names that resolve to this machine do not reach it, unless it was told of them", async () => {
  const { url } = await startServer({
    manifest: STEADY,
    options: { allowedHosts: ["ops.example.com"], allowedOrigins: ["https://ops.example.com"] },
  });
  const status = (headers: http.OutgoingHttpHeaders): Promise<number> =>
    rawStatus(`${url}/plugins`, { "x-api-key": ADMIN, ...headers });
  const { host } = new URL(url);
  for (const known of [host, "localhost:1", "[::1]:80", "ops.example.com", hostname()]) {
    expect([known, await status({ host: known })]).toEqual([known, 200]);
  }
  for (const foreign of [
    "evil.example.com",
    "localhost.evil.example.com",
    "a b",
    "127.0.0.1.nip.io",
  ]) {
    expect([foreign, await status({ host: foreign })]).toEqual([foreign, 403]);
  }
  expect(await status({ origin: url })).toBe(200);
  expect(await status({ origin: "https://ops.example.com" })).toBe(200);
  expect(await status({ origin: "https://evil.example.com" })).toBe(403);
  expect(await status({ origin: "null" })).toBe(403);
  expect(await status({ "sec-fetch-site": "cross-site" })).toBe(403);
  expect(await status({ "sec-fetch-site": "none" })).toBe(200);
});

test("no answer allows another site to read it", async () => {
  const { ask } = await startServer({ manifest: STEADY });
  const { headers } = await ask("GET /plugins");
  expect(headers.get("access-control-allow-origin")).toBeNull();
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("cache-control")).toBe("no-store");
});

test("the 21st request of a burst has to wait, and who has no key spends nobody's budget", async () => {
  const { ask } = await startServer({ manifest: STEADY, options: { rate: undefined } });
  const asked = (count: number, headers?: Record<string, string>) =>
    Promise.all(Array.from({ length: count }, () => ask("GET /plugins", undefined, headers)));
  // Tokens come back meanwhile, on a busy machine some: but never as many as are asked for.
  const guesses = await asked(100, { "x-api-key": "guess" });
  expect(guesses.filter(({ status }) => status === 403).length).toBeGreaterThanOrEqual(10);
  expect(guesses.map(({ status }) => status)).toContain(429);

  const answers = await asked(100);
  const limited = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(20);
  expect(limited.length).toBeGreaterThan(0);
  expect(limited[0]?.body.code).toBe("request/rate-limited");
  expect(Number(limited[0]?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect((await ask("GET /healthz")).status).toBe(200);
});
