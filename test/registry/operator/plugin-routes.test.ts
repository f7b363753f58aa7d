import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ADMIN, startServer, STEADY, USER } from "./served.ts";

const ROUTED = `- name: routed
  module: ./plugins/routed.js:Routed
  config: {secrets: {ROUTED_TOKEN: very-secret-token}}
`;
const asUser = { "x-api-key": USER };

interface Echo {
  readonly body: string;
  readonly url: string;
  readonly headers: Record<string, string>;
}

test("a plugin answers requests under its prefix, and never sees a key", async () => {
  const { ask, url } = await startServer({ manifest: ROUTED });
  const hello = await ask("GET /routed/hello/D%C3%A1na?x=1", undefined, asUser);
  expect([hello.status, hello.body]).toEqual([200, { hello: "Dána", greeting: null }]);

  const echo = await ask<Echo>("POST /routed/echo?y=2", "not json {", {
    ...asUser,
    authorization: `Bearer ${USER}`,
    "x-custom": "yes",
  });
  expect(echo.body).toMatchObject({ body: "not json {", headers: { "x-custom": "yes" } });
  expect(echo.body.url).toBe(`${url}/routed/echo?y=2`);
  expect(echo.text).not.toContain(USER);

  const cookies = await ask("GET /routed/cookies", undefined, asUser);
  expect([cookies.status, cookies.text]).toEqual([202, "text"]);
  expect(cookies.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(cookies.headers.get("x-own")).toBe("yes");
  expect((await ask("HEAD /routed/hello/a", undefined, asUser)).text).toBe("");
});

test("routes follow changes: another config, disabled, removed, another instance", async () => {
  const { ask, folder } = await startServer({ manifest: ROUTED });
  const statusOf = async (request: string): Promise<number> =>
    (await ask(request, undefined, asUser)).status;

  await ask("PATCH /plugins/routed/config", { prefix: "/moved", greeting: "hi" });
  const moved = await ask("GET /moved/hello/a", undefined, asUser);
  expect(moved.body).toEqual({ hello: "a", greeting: "hi" });
  expect(await statusOf("GET /routed/hello/a")).toBe(404);

  await ask("POST /plugins/routed/disable");
  const disabled = await ask("GET /moved/hello/a", undefined, asUser);
  expect([disabled.status, disabled.body.code]).toEqual([503, "plugin/unavailable"]);
  await ask("POST /plugins/routed/enable");
  expect(await statusOf("GET /moved/hello/a")).toBe(200);

  const file = path.join(folder, "plugins/routed.js");
  writeFileSync(
    file,
    `const { PluginBase, Router } = require("patchbay");
     exports.Routed = class extends PluginBase {
       getRouter() { return new Router("/moved").get("/hello/:who", () => "newer"); }
     };`,
  );
  await ask("POST /plugins/routed/reload");
  expect((await ask("GET /moved/hello/a", undefined, asUser)).body).toBe("newer");

  await ask("DELETE /plugins/routed");
  const gone = await ask("GET /moved/hello/a", undefined, asUser);
  expect([gone.status, gone.body.code]).toEqual([404, "request/not-found"]);
});

test("what a route throws is told without secrets, and what never answers is given up", async () => {
  const { ask } = await startServer({ manifest: ROUTED, callDeadlineMs: 300 });
  const threw = await ask("GET /routed/secret-in-error", undefined, asUser);
  expect([threw.status, threw.body.code]).toEqual([500, "plugin/threw-in-route"]);
  expect(threw.text).toContain("cannot log in with");
  expect(threw.text).not.toContain("very-secret-token");

  for (const at of ["never", "never-ends"]) {
    const late = await ask(`GET /routed/${at}`, undefined, asUser);
    expect([at, late.status, late.body.code]).toEqual([at, 504, "plugin/timed-out"]);
  }
  const hung = await ask("GET /routed/hang", undefined, asUser);
  expect([hung.status, hung.body.code]).toEqual([504, "plugin/timed-out"]);
  const after = await ask("GET /routed/hello/a", undefined, asUser);
  expect([after.status, after.body.code]).toEqual([503, "plugin/unavailable"]);
});

test("a plugin shadows nothing of the server's, nor of plugins before it, and is told so", async () => {
  const { ask } = await startServer({
    manifest: `${ROUTED}- name: greedy\n  module: ./plugins/routed.js:Greedy\n`,
  });
  expect((await ask("GET /healthz")).body).toEqual({ status: "ok" });
  expect((await ask("GET /routed/hello/a")).body).toMatchObject({ hello: "a" });
  const list = await ask("GET /plugins");
  const errors = list.body.plugins[1]?.errors ?? [];
  expect(errors).toHaveLength(4);
  for (const error of errors) expect(error).toMatch(/^route\/shadowed: GET /);
  expect((await ask("GET /plugins/greedy")).body).toMatchObject({ plugin: { errors } });
  expect((await ask("GET /plugins/routed")).body).toMatchObject({ plugin: { name: "routed" } });
});

test("an address below /plugins is a plugin's own unless a plugin has that name", async () => {
  const { ask } = await startServer({
    manifest: "- name: greedy\n  module: ./plugins/routed.js:Greedy\n",
  });
  const feedback = await ask("GET /plugins/feedback", undefined, asUser);
  expect([feedback.status, feedback.body]).toEqual([200, "feedback"]);
  expect((await ask("GET /plugins/other", undefined, asUser)).status).toBe(403);
  expect((await ask("GET /plugins/other")).status).toBe(404);
});

test("bodies over the limit are refused, also to plugins", async () => {
  const { ask } = await startServer({ manifest: ROUTED + STEADY });
  const large = JSON.stringify({ config: { label: "x".repeat(1_100_000) } });
  const ours = await ask("POST /plugins/steady/config", large);
  expect([ours.status, ours.body.code]).toEqual([413, "request/too-large"]);
  const theirs = await ask("POST /routed/echo", large, asUser);
  expect([theirs.status, theirs.body.code]).toEqual([413, "request/too-large"]);
  const wrongType = await fetch((await startServer({ manifest: STEADY })).url + "/hooks/ping", {
    method: "POST",
    headers: { "x-api-key": ADMIN, "content-type": "text/plain" },
    body: "{}",
  });
  expect(wrongType.status).toBe(415);
});

test("what no route takes is a problem like all others", async () => {
  const { ask, url } = await startServer({ manifest: STEADY });
  const badAddress = await ask("GET /plugins/%ff");
  expect([badAddress.status, badAddress.body.code]).toEqual([400, "request/malformed"]);
  const emptyPart = await ask("GET //plugins");
  expect([emptyPart.status, emptyPart.body.code]).toEqual([404, "request/not-found"]);
  const propfind = await ask("PROPFIND /plugins");
  expect([propfind.status, propfind.body.code]).toEqual([404, "request/not-found"]);
  expect(propfind.headers.get("content-type")).toContain("application/problem+json");
  const foreign = await fetch(`${url}/plugins`, {
    method: "PROPFIND",
    headers: { origin: "https://elsewhere.example" },
  });
  expect(foreign.status).toBe(403);
});

test("an address that is asked in the wrong way says in which it is", async () => {
  const { ask } = await startServer({ manifest: ROUTED });
  const put = await ask("PUT /plugins/routed/config", {});
  expect([put.status, put.body.code]).toEqual([405, "request/method-not-allowed"]);
  expect(put.headers.get("allow")).toBe("PATCH, POST");
  const deleted = await ask("DELETE /routed/echo", undefined, asUser);
  expect([deleted.status, deleted.headers.get("allow")]).toEqual([405, "POST"]);
  expect((await ask("PUT /nowhere")).status).toBe(404);
});

test("a hook is fired without a body, too", async () => {
  const { ask } = await startServer({ manifest: ROUTED });
  expect((await ask("POST /hooks/post_plan")).status).toBe(200);
});

test("a plugin whose name is an address of Patchbay's own is told so", async () => {
  const { ask } = await startServer({ manifest: STEADY.replace("name: steady", "name: discover") });
  const { body } = await ask("GET /plugins");
  expect(body.plugins[0]?.errors).toEqual([
    expect.stringMatching(/^route\/shadowed: GET \/plugins\/discover /),
  ]);
});

test("a body whose chunks are no bytes is said to be so", async () => {
  const { ask } = await startServer({
    manifest: "- name: text\n  module: ./plugins/text.js:Text\n",
    files: {
      "plugins/text.js": `import { PluginBase, Router } from "patchbay";
export class Text extends PluginBase {
  getRouter() {
    return new Router("/text").get("/", () => new Response(ReadableStream.from(["text"])));
  }
}
`,
    },
  });
  const { status, text } = await ask("GET /text/");
  expect(status).toBe(500);
  expect(text).toContain("The chunks of a body have to be bytes");
});
