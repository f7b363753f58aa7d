import { expect, test } from "vitest";
import { maskedKey } from "../../../extension/operator-api/masked-key.ts";

test("of a key the last four characters are shown, of a short one none", () => {
  expect(maskedKey("Zm9vYmFyYmF6cXV4")).toBe("••••cXV4");
  expect(maskedKey("Zm9vYmFy")).toBe("••••");
});
