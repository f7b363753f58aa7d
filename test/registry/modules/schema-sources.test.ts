import { describe, expect, test } from "vitest";
import { foundFacts, openWorkspace } from "./index-fixture.ts";

const PLUGIN = `import { PluginBase } from "patchbay";
export class Ticket extends PluginBase {}
`;
const SCHEMA = { type: "object", properties: { key: { type: "string" } }, required: ["key"] };

async function schemaIn(
  files: Readonly<Record<string, string>>,
  reference = "./a.ts:Ticket",
): Promise<unknown> {
  return foundFacts(await openWorkspace(files).lookup(reference)).configSchema;
}

const written = (schema: object): string =>
  PLUGIN.replace("{}", `{ static configSchema = ${JSON.stringify(schema)} as const; }`);

describe("a JSON Schema", () => {
  test("is read where it is written out, and from the file beside the source, which wins", async () => {
    expect(await schemaIn({ "a.ts": written(SCHEMA) })).toEqual(SCHEMA);
    expect(
      await schemaIn({
        "a.ts": written({ type: "object", required: ["other"] }),
        "a.schema.json": JSON.stringify(SCHEMA),
      }),
    ).toEqual(SCHEMA);
  });

  test("may be of one class of several in a file", async () => {
    const files = {
      "a.ts": PLUGIN,
      "a.schema.json": '{ "type": "object", "required": ["other"] }',
      "a.Ticket.schema.json": JSON.stringify(SCHEMA),
    };
    expect(await schemaIn(files)).toEqual(SCHEMA);
  });

  test("given to zod is the same", async () => {
    const source = `import { z } from "zod"; ${PLUGIN.replace("{}", `{ static configSchema = z.fromJSONSchema(${JSON.stringify(SCHEMA)}); }`)}`;
    expect(await schemaIn({ "a.ts": source })).toEqual(SCHEMA);
  });

  test("keeps what is understood, follows its own references, and ends in circles", async () => {
    const schema = {
      $ref: "#/$defs/Config",
      $defs: {
        Config: {
          title: "Config",
          properties: {
            level: { oneOf: [{ const: "low" }, { const: "high" }] },
            limit: { type: ["integer", "null"], maximum: 9, "x-else": true },
            next: { $ref: "#/$defs/Config" },
            other: { $ref: "elsewhere.json" },
            any: { anyOf: [{ type: "string" }, { not: {} }] },
          },
          additionalProperties: false,
        },
      },
    };
    const found = await schemaIn({ "a.ts": PLUGIN, "a.schema.json": JSON.stringify(schema) });
    expect(found).toMatchObject({
      description: "Config",
      additionalProperties: false,
      properties: {
        level: { anyOf: [{ const: "low" }, { const: "high" }] },
        limit: {
          anyOf: [
            { type: "integer", maximum: 9 },
            { type: "null", maximum: 9 },
          ],
        },
        next: { description: "Config" },
        other: {},
        any: {},
      },
    });
  });

  test.each(["", "{", "[]", "5", '{"type": "strange"}', "null"])(
    "that is %j says nothing, and takes nothing away",
    async (text) => {
      expect(await schemaIn({ "a.ts": PLUGIN, "a.schema.json": text })).toBeNull();
    },
  );
});

test("a schema that stands in another module is followed, through re-exports and aliases", async () => {
  const files = {
    "config.ts": `import { z } from "zod"; export const Config = z.object({ key: z.string() });`,
    "all.ts": `export { Config as TicketConfig } from "./config.ts";`,
    "a.ts": `import { TicketConfig } from "./all.ts"; ${PLUGIN.replace("{}", "{ static configSchema = TicketConfig; }")}`,
    "b.ts": `import * as all from "./all.ts"; ${PLUGIN.replace("{}", "{ static configSchema = all.TicketConfig; }")}`,
    "c.ts": `import { Ticket as Base } from "./a.ts"; export class Ticket extends Base {}`,
  };
  expect(await schemaIn(files)).toEqual(SCHEMA);
  expect(await schemaIn(files, "./b.ts:Ticket")).toEqual(SCHEMA);
  expect(await schemaIn(files, "./c.ts:Ticket")).toEqual(SCHEMA);
});

/** The schema of a plugin whose config is the model `Config` of these lines. */
async function modelOf(...lines: readonly string[]): Promise<unknown> {
  const source = [
    "from pydantic import BaseModel, Field, ConfigDict",
    ...lines,
    "class Plugin(PluginBase):",
    "    config_schema = Config",
    "",
  ].join("\n");
  return schemaIn({ "p.py": source }, "p:Plugin");
}

describe("a Pydantic model", () => {
  test.each([
    ["str", { type: "string" }],
    ["int", { type: "integer", lenient: true }],
    ["bool", { type: "boolean", lenient: true }],
    ["list[str]", { type: "array", items: { type: "string" } }],
    ["List['str']", { type: "array", items: { type: "string" } }],
    [
      "dict[str, int]",
      { type: "object", additionalProperties: { type: "integer", lenient: true } },
    ],
    ['Literal["a", 1]', { enum: ["a", 1] }],
    ["str | int", { anyOf: [{ type: "string" }, { type: "integer", lenient: true }] }],
    ["Annotated[int, Field(ge=1)]", { type: "integer", lenient: true, minimum: 1 }],
    ["SomethingElse", {}],
  ])("a field of the type %s is required", async (type, schema) => {
    expect(await modelOf("class Config(BaseModel):", `    f: ${type}`)).toEqual({
      type: "object",
      properties: { f: schema },
      required: ["f"],
    });
  });

  test.each([
    ['f: str = "x"', { type: "string", default: "x" }],
    ["f: Optional[str]", { anyOf: [{ type: "string" }, { type: "null" }] }],
    ["f: str | None = None", { anyOf: [{ type: "string" }, { type: "null" }], default: null }],
    [
      'f: int = Field(3, ge=1, lt=9, description="How many.")',
      {
        type: "integer",
        lenient: true,
        minimum: 1,
        exclusiveMaximum: 9,
        description: "How many.",
        default: 3,
      },
    ],
    [
      "f: list[str] = Field(default_factory=list, max_length=2)",
      { type: "array", items: { type: "string" }, maxItems: 2 },
    ],
  ])("%s may be left out", async (field, schema) => {
    expect(await modelOf("class Config(BaseModel):", `    ${field}`)).toEqual({
      type: "object",
      properties: { f: schema },
    });
  });

  test("has the fields of its bases, nested models and enums, and may be closed", async () => {
    const found = await modelOf(
      "class Level(str, Enum):",
      '    LOW = "low"',
      '    HIGH = "high"',
      "class Channel(BaseModel):",
      "    name: str",
      "class Base(BaseModel):",
      "    key: str",
      "    kept: int",
      "class Config(Base):",
      '    """How tickets are made."""',
      '    model_config = ConfigDict(extra="forbid")',
      "    level: Level = Level.LOW",
      "    channel: Channel",
      "    kept: int = 1",
      "    _private: int",
      "    shared: ClassVar[int] = 1",
    );
    expect(found).toEqual({
      type: "object",
      description: "How tickets are made.",
      properties: {
        key: { type: "string" },
        kept: { type: "integer", lenient: true, default: 1 },
        level: { enum: ["low", "high"] },
        channel: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
      },
      required: ["key", "channel"],
      additionalProperties: false,
    });
  });

  test("an alias is the name in the manifest; what is converted first may be anything", async () => {
    expect(
      await modelOf("class Config(BaseModel):", '    f: str = Field(alias="projectKey")'),
    ).toEqual({
      type: "object",
      properties: { projectKey: { type: "string" } },
      required: ["projectKey"],
    });
    const converted = await modelOf(
      "class Config(BaseModel):",
      '    f: str = Field(description="d")',
      '    @field_validator("f", mode="before")',
      "    def read(cls, value): ...",
    );
    expect(converted).toEqual({ type: "object", properties: { f: { description: "d" } } });
  });

  test("is found as a class of the plugin, by an annotation, and in another module", async () => {
    const nested = [
      "class Plugin(PluginBase):",
      "    class Config(BaseModel):",
      "        key: str",
      "",
    ].join("\n");
    expect(await schemaIn({ "p.py": nested }, "p:Plugin")).toEqual(SCHEMA);
    const elsewhere = {
      "acme/models.py": "class TicketConfig(BaseModel):\n    key: str\n",
      "acme/p.py":
        "from .models import TicketConfig\nclass Plugin(PluginBase):\n    config: TicketConfig\n",
    };
    expect(await schemaIn(elsewhere, "acme.p:Plugin")).toEqual(SCHEMA);
  });

  test("models that refer to each other in circles end", async () => {
    expect(
      await modelOf(
        "class Config(BaseModel):",
        "    next: 'Config | None' = None",
        "    own: Config",
      ),
    ).toMatchObject({ type: "object", required: ["own"] });
  });

  test("without a model nothing is said", async () => {
    const plain = "class Plugin(PluginBase):\n    config: dict\n    def post_plan(self): ...\n";
    expect(await schemaIn({ "p.py": plain }, "p:Plugin")).toBeNull();
  });
});
