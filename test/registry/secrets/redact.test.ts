import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MASK, redact } from "../../../registry/secrets/index.ts";

test.each([
  ["as it is", "token hunter2-abc!", `token ${MASK}`],
  ["twice", "hunter2-abchunter2-abc", `${MASK}${MASK}`],
  ["in a URL", "https://x/?t=hunter2-abc&y=1", `https://x/?t=${MASK}&y=1`],
])("a value is redacted %s", (_title, text, expected) => {
  expect(redact(text, ["hunter2-abc", "hunter2-abc!"])).toBe(expected);
});

test("a value is redacted as JSON, URLs and base64 write it", () => {
  const value = 'pass "word"\nüber/1';
  for (const written of [
    JSON.stringify({ value }),
    encodeURIComponent(value),
    `Basic ${Buffer.from(value).toString("base64")}`,
  ]) {
    expect(redact(written, [value])).toContain(MASK);
    expect(redact(written, [value])).not.toContain(JSON.stringify(value).slice(1, -1));
    expect(redact(written, [value])).not.toMatch(/word|cGFzcyAid29yZ/);
  }
});

test.each(["", "u", "us", "user:"])(
  "a value is redacted in base64 of a longer text, after %j",
  (before) => {
    const value = "hunter2-abc?>~";
    for (const encoding of ["base64", "base64url"] as const) {
      const written = Buffer.from(`${before}${value}:more`).toString(encoding);
      const left = redact(`Authorization: Basic ${written}`, [value]).split("Basic ")[1] ?? "";
      const [head = "", ...tail] = left.split(MASK);
      expect(tail).toHaveLength(1);
      // Of the value's own letters at most the one at each end is left, which says less than a byte.
      expect(Buffer.from(head, encoding).toString("latin1")).toBe(before);
    }
  },
);

test.each([
  ["hexadecimal digits", (value: string) => Buffer.from(value).toString("hex")],
  [
    "hexadecimal digits in capitals",
    (value: string) => Buffer.from(value).toString("hex").toUpperCase(),
  ],
  ["HTML", () => 'p&amp;ss&lt;"word"&gt;'],
  ["an attribute of HTML", () => "p&amp;ss&lt;&quot;word&quot;&gt;"],
])("a value is redacted as %s", (_title, write) => {
  expect(redact(`got ${write('p&ss<"word">')}.`, ['p&ss<"word">'])).toBe(`got ${MASK}.`);
});

test.each([
  "it&#39;s/%22a",
  "it&#039;s/%22a",
  "it&#x27;s/%22a",
  "it&apos;s/%22a",
  "it's%2f%2522a",
  "it's%2F%2522a",
  "it%27s%2F%2522a",
])("a value with an apostrophe and a slash is redacted as %s", (written) => {
  expect(redact(`got ${written}.`, ["it's/%22a"])).toBe(`got ${MASK}.`);
});

test("of a value with several lines each line is redacted, too", () => {
  const key = "-----BEGIN KEY-----\r\nMIIEpQIBAAKCAQEA\r\n}\r\n-----END KEY-----";
  expect(redact("line 2: MIIEpQIBAAKCAQEA }", [key])).toBe(`line 2: ${MASK} }`);
});

test("values that come later are redacted, and those that went are not", () => {
  expect(redact("first second", ["first"])).toBe(`${MASK} second`);
  expect(redact("first second", ["second"])).toBe(`first ${MASK}`);
  expect(redact("first second", ["first"])).toBe(`${MASK} second`);
});

test("a value that contains another one is redacted as a whole", () => {
  expect(redact("abcdef-tail", ["abcdef", "abcdef-tail"])).toBe(MASK);
});

test("a short value is redacted only where it stands alone", () => {
  expect(redact("pin 123, code 12345", [123])).toBe(`pin ${MASK}, code 12345`);
});

test("the leaves of lists and mappings are values; booleans, null and the empty text are not", () => {
  const values = [{ a: ["secret-one", { b: "secret-two" }] }, true, null, undefined, ""];
  expect(redact("secret-one true null secret-two", values)).toBe(`${MASK} true null ${MASK}`);
  expect(redact("unchanged", [])).toBe("unchanged");
});

test("no value of four characters or more survives in any text", () => {
  const value = fc
    .string({ unit: "binary", minLength: 4, maxLength: 24 })
    .filter((text) => text.trim() !== "");
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 4 }),
      fc.array(fc.string()),
      (values, around) => {
        const text = around.map((piece, at) => piece + (values[at % values.length] ?? "")).join("");
        const left = redact(text, values).replaceAll(MASK, "\u{F0000}");
        for (const one of values) expect(left.includes(one)).toBe(false);
      },
    ),
  );
});
