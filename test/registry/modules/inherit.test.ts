import { describe, expect, test } from "vitest";
import { foundFacts, namesOf, openWorkspace } from "./index-fixture.ts";

const SDK = `import { PluginBase } from "patchbay";`;

describe("what a class inherits", () => {
  test("own members win over the base's, and each span says in which file it stands", async () => {
    const { lookup, at } = openWorkspace({
      "a.ts": `import { Base } from "./lib/base.js";
        export class A extends Base { static hooks = ["own"]; post_plan() {} }`,
      "lib/base.ts": `${SDK} export abstract class Base<T> extends PluginBase<T> {
        static description = "base"; static hooks = ["inherited"]; static requiredSecrets = ["S"];
        post_plan(a) {} on_feedback() { this.emit("told", {}); } }`,
    });
    const found = await lookup("./a.ts:A");
    const facts = foundFacts(found);
    expect(found).toMatchObject({ isPlugin: "yes", file: at("a.ts") });
    expect(facts).toMatchObject({ complete: true, description: "base", abstract: false });
    expect(namesOf(facts.hooks)).toEqual(["own"]);
    expect(facts.requiredSecrets).toMatchObject([{ name: "S", file: at("lib/base.ts") }]);
    expect(facts.methods).toMatchObject([
      { name: "post_plan", parameters: [] },
      { name: "on_feedback", file: at("lib/base.ts") },
    ]);
    expect(facts.methods[0]?.file).toBeUndefined();
    expect(facts.emits).toMatchObject([{ name: "told", file: at("lib/base.ts") }]);
  });

  test("what a base that cannot be followed may declare is unknown, not empty", async () => {
    const { lookup } = openWorkspace({
      "a.ts": `import { Base } from "somewhere"; export class A extends Base { static hooks = ["own"]; }`,
    });
    const found = await lookup("./a.ts:A");
    expect(found).toMatchObject({ isPlugin: "unknown" });
    const facts = foundFacts(found);
    expect(facts).toMatchObject({ complete: false, requiredSecrets: null });
    expect(namesOf(facts.hooks)).toEqual(["own"]);
  });

  test("of several bases of a Python class the first one wins", async () => {
    const { lookup } = openWorkspace({
      "a.py": `from base import One, Two\nclass A(One, Two):\n    pass\n`,
      "base.py": `from agent_pm.plugins.base import PluginBase
class One:
    hooks = ("one",)
class Two(PluginBase):
    hooks = ("two",)
    name = "two"
`,
    });
    const found = await lookup("a:A");
    expect(found).toMatchObject({ isPlugin: "yes", facts: { declaredName: "two" } });
    expect(namesOf(foundFacts(found).hooks)).toEqual(["one"]);
  });
});

describe("whether a TypeScript class is a plugin", () => {
  test.each([
    ["extends PluginBase", `${SDK} export class A extends PluginBase {}`, "yes"],
    ["with type arguments", `${SDK} export class A extends PluginBase<typeof Config> {}`, "yes"],
    [
      "under another name",
      `import { PluginBase as P } from "patchbay"; export class A extends P {}`,
      "yes",
    ],
    [
      "through a namespace",
      `import * as p from "patchbay"; export class A extends p.PluginBase {}`,
      "yes",
    ],
    [
      "a PluginBase that cannot be followed",
      `import { PluginBase } from "@acme/sdk"; export class A extends PluginBase {}`,
      "yes",
    ],
    ["a global PluginBase", `export class A extends PluginBase {}`, "yes"],
    [
      "through a re-export",
      `import { PluginBase } from "./sdk"; export class A extends PluginBase {}`,
      "yes",
    ],
    [
      "through a star",
      `import { PluginBase } from "./star"; export class A extends PluginBase {}`,
      "yes",
    ],
    ["a grandchild", `import { Base } from "./mid"; export class A extends Base {}`, "yes"],
    ["no base", `export class A {}`, "no"],
    ["only implements", `export class A implements PluginBase {}`, "no"],
    ["a plain base of its own", `class B {} export class A extends B {}`, "no"],
    [
      "an emitter",
      `import { EventEmitter } from "node:events"; export class A extends EventEmitter {}`,
      "no",
    ],
    ["a mixin", `${SDK} export class A extends Mixin(PluginBase) {}`, "unknown"],
    [
      "an unknown package",
      `import { Base } from "nowhere"; export class A extends Base {}`,
      "unknown",
    ],
    ["a missing file", `import { Base } from "./gone"; export class A extends Base {}`, "unknown"],
    ["itself", `export class A extends A {}`, "unknown"],
    ["a circle", `class B extends A {} export class A extends B {}`, "unknown"],
  ])("%s: %#", async (_title, source, isPlugin) => {
    const { lookup } = openWorkspace({
      "a.ts": source,
      "sdk.ts": `export { PluginBase } from "patchbay";`,
      "star.ts": `export * from "patchbay";`,
      "mid.ts": `import type { X } from "./x"; ${SDK} class Mid extends PluginBase {} export { Mid as Base };`,
    });
    expect(await lookup("./a.ts:A")).toMatchObject({ kind: "found", isPlugin });
  });
});

describe("whether a Python class is a plugin", () => {
  test.each([
    [
      "the original's base",
      "from agent_pm.plugins.base import PluginBase\nclass A(PluginBase): pass",
      "yes",
    ],
    ["the project's own base", "from .base import PluginBase\nclass A(PluginBase): pass", "yes"],
    ["through the module", "from . import base\nclass A(base.PluginBase): pass", "yes"],
    ["through the package", "import pkg.base\nclass A(pkg.base.PluginBase): pass", "yes"],
    ["an alias", "import pkg.base as b\nclass A(b.PluginBase): pass", "yes"],
    ["a star", "from .base import *\nclass A(PluginBase): pass", "yes"],
    ["a parent package", "from ..pkg.base import PluginBase\nclass A(PluginBase): pass", "yes"],
    [
      "inside try",
      "try:\n    from x import PluginBase\nexcept ImportError:\n    pass\nclass A(PluginBase): pass",
      "yes",
    ],
    [
      "with a metaclass and a generic",
      "from .base import PluginBase\nclass A(PluginBase, Generic[T], metaclass=M): pass",
      "yes",
    ],
    ["no base", "class A: pass", "no"],
    ["only an ABC", "from abc import ABC\nclass A(ABC): pass", "no"],
    ["an unknown base", "from nowhere import Base\nclass A(Base): pass", "unknown"],
  ])("%s", async (_title, source, isPlugin) => {
    const { lookup } = openWorkspace({
      "pkg/__init__.py": "",
      "pkg/a.py": `${source}\n`,
      "pkg/base.py": "class PluginBase:\n    hooks = ()\n    def emit(self): pass\n",
    });
    const found = await lookup("pkg.a:A");
    expect(found).toMatchObject({ kind: "found", isPlugin });
    expect(namesOf(foundFacts(found).methods)).toEqual([]);
  });

  test("a name that a package imports can be named through the package", async () => {
    const { lookup, at } = openWorkspace({
      "pkg/__init__.py": "from .ticket import Ticket as T\n",
      "pkg/ticket.py": "class Ticket(PluginBase):\n    name = 't'\n",
    });
    expect(await lookup("pkg:T")).toMatchObject({ file: at("pkg/ticket.py"), isPlugin: "yes" });
  });
});

test("many bases that share bases are read without multiplying", async () => {
  const layers = Array.from(
    { length: 28 },
    (_, n) => `class L${n + 1}(L${n}, M${n}): pass\nclass M${n + 1}(L${n}, M${n}): pass\n`,
  );
  const { lookup } = openWorkspace({
    "a.py": `class L0: pass\nclass M0: pass\n${layers.join("")}`,
  });
  expect(await lookup("a:L28")).toMatchObject({ kind: "found" });
});
