import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parsePayload } from "../../../extension/fire/parse-payload.ts";

test("a payload of the platform's form differs in nothing", () => {
  const text = '{ "kind": "csv", "destination": "a.csv", "rows": 1, "statuses": null }';
  expect(parsePayload("post_ticket_export", text)).toMatchObject({
    kind: "payload",
    differences: [],
  });
});

test("every difference from what the platform sends is named, and the hook can be fired all the same", () => {
  const result = parsePayload(
    "post_ticket_export",
    '{ "kind": "pdf", "destination": "a", "rows": 1.5 }',
  );
  expect(result.kind).toBe("payload");
  const differences = result.kind === "payload" ? result.differences : [];
  expect(differences.map((difference) => difference.split(":")[0])).toEqual([
    "kind",
    "rows",
    "statuses",
  ]);
});

test.each(["", "{", "[]", "null", '"text"'])("%s is no payload", (text) => {
  expect(parsePayload("on_deploy", text).kind).toBe("not-json");
});

test("any object is a payload of a hook that the platform does not know", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (payload) => {
      const text = JSON.stringify(payload);
      const parsed = parsePayload("on_deploy", text);
      expect(parsed).toEqual({ kind: "payload", payload: JSON.parse(text), differences: [] });
    }),
  );
});
