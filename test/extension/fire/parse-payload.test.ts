import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parsePayload } from "../../../extension/fire/parse-payload.ts";

test.each(["", "{", "[]", "null", '"text"'])("%s is no payload", (text) => {
  expect(parsePayload(text).kind).toBe("not-json");
});

test("any object is a payload", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (payload) => {
      const text = JSON.stringify(payload);
      const parsed = parsePayload(text);
      expect(parsed).toEqual({ kind: "payload", payload: JSON.parse(text) });
    }),
  );
});
