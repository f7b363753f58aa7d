import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { ClassFacts } from "../../../registry/modules/index.ts";
import { foundFacts, namesOf, openWorkspace } from "./index-fixture.ts";

const EXAMPLES = path.resolve(import.meta.dirname, "../../../examples/typescript/plugins");

/** The facts of the class `A` of a module. */
async function factsOf(source: string, file = "a.ts", reference = `./${file}:A`) {
  return foundFacts(await openWorkspace({ [file]: source }).lookup(reference));
}

/** The facts of a plugin class with the body. */
function factsOfBody(body: string, before = ""): Promise<ClassFacts> {
  return factsOf(
    `import { PluginBase } from "patchbay";\n${before}\nexport class A extends PluginBase {\n${body}\n}\n`,
  );
}

test("the facts of a TypeScript plugin are read without running it", async () => {
  const source = readFileSync(path.join(EXAMPLES, "ticket-automation.ts"), "utf8");
  const { lookup } = openWorkspace({ "plugins/ticket.ts": source });
  const found = await lookup("./plugins/ticket.ts:TicketAutomation");
  const facts = foundFacts(found);

  expect(found).toMatchObject({ isPlugin: "yes" });
  expect(facts).toMatchObject({
    name: "TicketAutomation",
    exported: true,
    abstract: false,
    complete: true,
    bases: ["PluginBase"],
    declaredName: "ticket_automation",
    description: "Create Jira issues from generated plans",
  });
  expect(facts.documentation).toMatch(/^Creates one Jira issue/);
  expect(source.slice(facts.span.start, facts.span.end)).toBe("TicketAutomation");
  expect(namesOf(facts.hooks)).toEqual([
    "pre_plan",
    "post_plan",
    "post_alignment_event",
    "post_ticket_export",
  ]);
  for (const { name, span } of [...(facts.hooks ?? []), ...(facts.requiredSecrets ?? [])]) {
    expect(source.slice(span.start, span.end)).toBe(name);
  }
  expect(namesOf(facts.requiredSecrets)).toEqual(["JIRA_API_TOKEN", "JIRA_EMAIL", "JIRA_BASE_URL"]);
  expect(namesOf(facts.methods)).toEqual([
    "onEnable",
    "exportState",
    "onReload",
    "pre_plan",
    "post_alignment_event",
    "post_ticket_export",
    "post_plan",
  ]);
  expect(facts.methods.find(({ name }) => name === "post_plan")?.parameters).toEqual([
    "{plan, context}",
    "{signal}",
  ]);
});

describe("lists of names", () => {
  test.each([
    ["an array", `["a", 'b', \`c\`]`, ["a", "b", "c"]],
    ["const", `["a"] as const`, ["a"]],
    ["satisfies", `["a"] as const satisfies string[]`, ["a"]],
    ["an old assertion", `<const>["a"]`, ["a"]],
    ["frozen", `Object.freeze(["a"])`, ["a"]],
    ["parentheses and comments", `(/* x */ ["a", /* y */ "b" /* z */])`, ["a", "b"]],
    ["a constant", `LIST`, ["x", "y"]],
    ["a spread constant", `["a", ...LIST] as const`, ["a", "x", "y"]],
    ["constant items", `[NAME, Names.first, Hook.Post]`, ["n", "f", "post_plan"]],
    ["escapes", `["a\\u0062\\x63\\u{64}\\n"]`, ["abcd\n"]],
    ["nothing", `[]`, []],
    ["a call", `hooksOf()`, null],
    ["a substitution", "[`${NAME}`]", null],
    ["a spread of something else", `["a", ...imported]`, null],
    ["a hole", `["a", 5]`, null],
    ["a variable that may change", `MUTABLE`, null],
    ["a circle", `CIRCLE`, null],
    ["the base's list", `[...Base.hooks, "a"]`, null],
  ])("%s", async (_title, expression, names) => {
    const facts = await factsOfBody(
      `static override readonly hooks = ${expression};`,
      `const LIST = ["x", "y"] as const; export const NAME = "n"; const Names = { first: "f" };
       enum Hook { Post = "post_plan" } let MUTABLE = ["m"]; const CIRCLE = [...CIRCLE2]; const CIRCLE2 = CIRCLE;`,
    );
    expect(namesOf(facts.hooks)).toEqual(names);
    expect(facts.declares.has("hooks")).toBe(true);
  });

  test("constants that multiply without end are given up, not followed", async () => {
    const doubled = Array.from({ length: 60 }, (_, n) => `const L${n + 1} = [...L${n}, ...L${n}];`);
    const facts = await factsOfBody("static hooks = L60;", `const L0 = ["a"];${doubled.join("")}`);
    expect(facts.hooks).toBeNull();
  });

  test("a getter and an assignment after the class count as the member", async () => {
    const facts = await factsOf(
      `import { PluginBase } from "patchbay";
       export class A extends PluginBase { static get hooks() { return ["a"]; } }
       A.requiredSecrets = ["S"]; A.pluginName = "x";`,
      "a.js",
    );
    expect(namesOf(facts.hooks)).toEqual(["a"]);
    expect(namesOf(facts.requiredSecrets)).toEqual(["S"]);
  });

  test("what is not declared is empty, because the base says so", async () => {
    const facts = await factsOfBody("");
    expect(facts).toMatchObject({ hooks: [], requiredSecrets: [], declaredName: null });
    expect([...facts.declares]).toEqual([]);
  });
});

describe("members", () => {
  test("methods and function fields are listed, what cannot be called by name is not", async () => {
    const facts = await factsOfBody(`
      constructor(x) { super(x); }
      /** After the plan. */
      async post_plan({ plan, context: { title } = {} }: Payload, { signal }: Call = call, ...rest): Promise<void> {}
      prePlan = async (payload) => {};
      onFeedback = payload => {};
      "quoted_hook"() {}
      static helper() {}
      get value() { return 1; }
      #secret() {}
      [computed]() {}
      @decorated() decoratedHook() {}
    `);
    expect(facts.methods.map(({ name, parameters }) => [name, ...parameters])).toEqual([
      ["post_plan", "{plan, context}", "{signal}", "...rest"],
      ["prePlan", "payload"],
      ["onFeedback", "payload"],
      ["quoted_hook"],
      ["decoratedHook"],
    ]);
    expect(facts.methods[0]?.documentation).toBe("After the plan.");
  });

  test("hooks that are emitted with a name that can be read", async () => {
    const facts = await factsOfBody(
      `async post_plan() { await this.emit("one", {}); other.emit("no"); const f = () => this.emit(TWO); this.emit(dynamic); }`,
      `const TWO = "two";`,
    );
    expect(namesOf(facts.emits)).toEqual(["one", "two"]);
  });

  test("routes of the router, in order", async () => {
    const facts = await factsOfBody(`
      getRouter() { return new Router("/x").get("/b", () => 1).post("/a", this.make, { access: "operator" }); }
      other() { this.map.get("/not-a-route"); }
    `);
    expect(facts.routes.map(({ method, name }) => `${method} ${name}`)).toEqual([
      "GET /b",
      "POST /a",
    ]);
  });
});

describe("exports", () => {
  const A = `class A extends PluginBase { static hooks = ["a"]; }`;
  const SDK = `import { PluginBase } from "patchbay";`;

  test.each([
    ["a declaration", "a.ts", `${SDK} export ${A}`, "A"],
    ["a clause", "a.ts", `${SDK} ${A} export { A };`, "A"],
    ["another name", "a.ts", `${SDK} ${A} export { A as B };`, "B"],
    ["the default", "a.ts", `${SDK} export default ${A}`, "default"],
    [
      "an unnamed default",
      "a.ts",
      `${SDK} export default class extends PluginBase { static hooks = ["a"]; }`,
      "default",
    ],
    ["a default by name", "a.ts", `${SDK} ${A} export default A;`, "default"],
    [
      "a class expression",
      "a.ts",
      `${SDK} export const B = class extends PluginBase { static hooks = ["a"]; };`,
      "B",
    ],
    [
      "a named class expression",
      "a.ts",
      `${SDK} export const B = class C extends PluginBase { static hooks = ["a"]; };`,
      "B",
    ],
    ["a decorated class", "a.ts", `${SDK} @plugin({ x: 1 }) export ${A}`, "A"],
    ["export =", "a.cts", `${SDK} ${A} export = A;`, "default"],
    [
      "module.exports = { A }",
      "a.cjs",
      `const { PluginBase } = require("patchbay"); ${A} module.exports = { A };`,
      "A",
    ],
    [
      "module.exports = { B: A }",
      "a.js",
      `const { PluginBase } = require("patchbay"); ${A} module.exports = { B: A };`,
      "B",
    ],
    [
      "exports.A =",
      "a.js",
      `const p = require("patchbay"); ${A.replace("PluginBase", "p.PluginBase")} exports.A = A;`,
      "A",
    ],
    [
      "exports.B = class",
      "a.js",
      `const { PluginBase } = require("patchbay"); exports.B = class extends PluginBase { static hooks = ["a"]; };`,
      "B",
    ],
    [
      "module.exports = class",
      "a.js",
      `const { PluginBase } = require("patchbay"); module.exports = class extends PluginBase { static hooks = ["a"]; };`,
      "default",
    ],
    ["JSX beside it", "a.tsx", `${SDK} export ${A} export const View = () => <b>{1}</b>;`, "A"],
  ])("%s", async (_title, file, source, name) => {
    const found = await openWorkspace({ [file]: source }).lookup(`./${file}:${name}`);
    expect(found).toMatchObject({ kind: "found", isPlugin: "yes" });
    expect(namesOf(foundFacts(found).hooks)).toEqual(["a"]);
  });

  test.each([
    ["export { A } from", { "a.ts": `export { A } from "./b.ts";` }],
    ["export { B as A } from", { "a.ts": `export { B as A } from "./c.js";` }],
    ["export * from", { "a.ts": `export * from "./nowhere-named"; export * from "./b";` }],
    ["an import that is exported", { "a.ts": `import { A } from "./b"; export { A };` }],
    ["a default that is renamed", { "a.ts": `export { default as A } from "./d";` }],
    ["require in module.exports", { "a.js": `module.exports = require("./b");` }],
    ["a spread in module.exports", { "a.js": `module.exports = { ...require("./b"), x: 1 };` }],
    ["a member of require", { "a.js": `exports.A = require("./c").B;` }],
    ["a package", { "a.ts": `export { A } from "@acme/b";` }],
    ["a path of tsconfig", { "a.ts": `export { A } from "@/b";` }],
  ])("%s reaches a class of another module", async (_title, files) => {
    const workspace = openWorkspace({
      "b.ts": `${SDK} export ${A}`,
      "c.ts": `export { A as B } from "./b";`,
      "d.ts": `${SDK} export default ${A}`,
      "nowhere-named.ts": "export const x = 1;",
      "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }`,
      "node_modules/@acme/b/index.ts": `${SDK} export ${A}`,
      ...files,
    });
    const [file = ""] = Object.keys(files);
    expect(await workspace.lookup(`./${file}:A`)).toMatchObject({ kind: "found", isPlugin: "yes" });
  });

  test("a class that is not exported, or does not exist, is not found; what is exported is offered", async () => {
    const source = `${SDK} ${A} export class B extends PluginBase {} export { B as C };`;
    expect(await openWorkspace({ "a.ts": source }).lookup("./a.ts:A")).toMatchObject({
      kind: "class-not-found",
      candidates: ["B"],
      certain: true,
    });
  });

  test("nothing is certain where an export cannot be followed or the source is broken", async () => {
    const { lookup } = openWorkspace({
      "star.ts": `export * from "unknown-package";`,
      "call.ts": `export const A = definePlugin({});`,
      "broken.ts": `export class B {`,
    });
    for (const file of ["star", "call", "broken"]) {
      expect(await lookup(`./${file}.ts:A`)).toMatchObject({
        kind: "class-not-found",
        certain: false,
      });
    }
  });

  test("a circle of re-exports ends", async () => {
    const { lookup } = openWorkspace({
      "a.ts": `export * from "./b"; export { X } from "./b";`,
      "b.ts": `export * from "./a"; export { X } from "./a";`,
    });
    expect(await lookup("./a.ts:A")).toMatchObject({ kind: "class-not-found", certain: true });
    expect(await lookup("./a.ts:X")).toMatchObject({ kind: "class-not-found" });
  });
});

describe("functions that register factories", () => {
  const BODY = `registry.register({ kind: "ai_provider", name: NAME, version: \`1.0\`, factory });
    registry.registerFactory("storage_backend", "json", VERSION, make);`;
  const expected = [
    { kind: "ai_provider", name: "ai", version: "1.0" },
    { kind: "storage_backend", name: "json", version: null },
  ];

  test.each([
    ["registerPlugins", `export function registerPlugins(registry) { ${BODY} }`, "registerPlugins"],
    [
      "register_plugins",
      `export const register_plugins = (registry) => { ${BODY} };`,
      "register_plugins",
    ],
    ["a default export", `export default function (registry) { ${BODY} }`, "default"],
    ["a default arrow", `export default (registry) => { ${BODY} };`, "default"],
    ["a named default", `function setUp(registry) { ${BODY} } export default setUp;`, "default"],
  ])("%s", async (_title, source, name) => {
    const workspace = openWorkspace({ "a.ts": `const NAME = "ai"; ${source}` });
    const facts = await workspace.index.facts(workspace.at("a.ts"));
    expect(facts?.contributes).toMatchObject(expected);

    const found = await workspace.lookup(`./a.ts:${name}`);
    expect(found).toMatchObject({ kind: "contributor", contributes: expected });
  });

  test("a module without one contributes nothing", async () => {
    const workspace = openWorkspace({ "a.ts": "export function other(registry) {}" });
    expect(await workspace.index.facts(workspace.at("a.ts"))).toMatchObject({ contributes: null });
  });
});

test("imports of every kind are listed with their specifiers' spans", async () => {
  const source = `import "./a"; import b from "./b"; import type { C } from "./c"; export * from "./d";
    export { e } from "./e"; const f = require("./f"); const g = () => import("./g"); import h = require("./h");`;
  const workspace = openWorkspace({ "x.ts": source });
  const facts = await workspace.index.facts(workspace.at("x.ts"));
  expect(namesOf(facts?.imports ?? [])?.toSorted()).toEqual(
    ["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => `./${name}`),
  );
  for (const { name, span } of facts?.imports ?? []) {
    expect(source.slice(span.start, span.end)).toBe(name);
  }
});

describe("source that is being typed", () => {
  const START = `import { PluginBase } from "patchbay";\nexport class A extends PluginBase {\n  static hooks = ["a"];\n`;

  test("a class whose bracket is missing keeps its name, base and finished members", async () => {
    const found = await openWorkspace({
      "a.ts": `${START}  static requiredSecrets = ["S", \n  post_plan() { if (`,
    }).lookup("./a.ts:A");
    expect(found).toMatchObject({ kind: "found", isPlugin: "yes" });
    expect(foundFacts(found)).toMatchObject({ complete: false, requiredSecrets: null });
    expect(namesOf(foundFacts(found).hooks)).toEqual(["a"]);
  });

  test("a class without a base yet is not said to be no plugin", async () => {
    const found = await openWorkspace({ "a.ts": "export class A extends " }).lookup("./a.ts:A");
    expect(found).toMatchObject({ kind: "found", isPlugin: "unknown" });
  });
});

test("hooks with options are read by their names, wherever the options stand", async () => {
  const options = 'const OPTIONS = { hook: "on_feedback", after: "audit" } as const;';
  const facts = await factsOfBody(
    'static override readonly hooks = ["post_plan", { hook: "pre_plan", order: "first" }, OPTIONS] as const;',
    options,
  );
  expect(namesOf(facts.hooks)).toEqual(["post_plan", "pre_plan", "on_feedback"]);
});

test("hooks with options that cannot be read are not known", async () => {
  expect((await factsOfBody("static hooks = [{ hook: which() }];")).hooks).toBeNull();
  expect((await factsOfBody('static hooks = [{ order: "first" }];')).hooks).toBeNull();
});

test("the hooks that a class promises something about are hooks that it emits", async () => {
  const source =
    'static override readonly hookSpecs = { ticket_created: { payload: z.object({}) }, "ticket_closed": {}, [which]: {} } as const;';
  const facts = await factsOfBody(`${source} run() { void this.emit("ticket_moved", {}); }`);
  expect(namesOf(facts.emits)).toEqual(["ticket_moved", "ticket_created", "ticket_closed"]);
});
