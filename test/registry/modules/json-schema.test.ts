import { expect, test } from "vitest";
import { readJsonSchema } from "../../../registry/modules/schemas/index.ts";

const $defs = { "Short name": { $anchor: "Channel", type: "string", minLength: 2 } };

test.each(["#Channel", "elsewhere.json", "#/$defs/Gone", "#/%ZZ"])(
  "a reference that is not followed allows anything: %s",
  ($ref) => {
    const read = readJsonSchema({ required: ["c"], properties: { c: { $ref } }, $defs });
    expect(read).toEqual({ required: ["c"], properties: { c: {} } });
  },
);

test("a reference into the document is followed, with what is encoded in it", () => {
  const read = readJsonSchema({ properties: { c: { $ref: "#/$defs/Short%20name" } }, $defs });
  expect(read).toEqual({ properties: { c: { type: "string", minLength: 2 } } });
});
