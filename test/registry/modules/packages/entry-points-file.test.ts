import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseEntryPoints } from "../../../../registry/modules/packages/entry-points-file.ts";

test("names, objects and groups are read as setuptools writes them", () => {
  const text =
    "\uFEFF[agent_pm.plugins]\r\n# a comment\r\nslack = acme.slack:Slack\r\nmy-plug=acme:Plug [extra, more]\r\n\r\n; another\r\n[nexus_core.plugins]\r\nall = acme.contrib\r\n";
  expect(parseEntryPoints(text)).toEqual([
    { group: "agent_pm.plugins", name: "slack", object: "acme.slack:Slack" },
    { group: "agent_pm.plugins", name: "my-plug", object: "acme:Plug" },
    { group: "nexus_core.plugins", name: "all", object: "acme.contrib" },
  ]);
});

test("a line that makes no sense costs none of the others", () => {
  expect(
    parseEntryPoints("before = the:group\n[g]\nnonsense\n= empty:name\nname =\nok = a:B\n"),
  ).toEqual([{ group: "g", name: "ok", object: "a:B" }]);
});

test("every entry point that is written is read back, whatever stands around it", () => {
  const word = fc.stringMatching(/^[A-Za-z_][\w.-]{0,12}$/);
  const noise = fc.constantFrom("", "# note", "; note", "   ", "nonsense");
  fc.assert(
    fc.property(
      fc.array(fc.record({ group: word, name: word, object: word, noise, space: fc.boolean() })),
      (written) => {
        const text = written
          .map(({ group, name, object, noise: line, space }) =>
            [`[${group}]`, line, space ? `${name} = ${object}` : `${name}=${object}`].join("\n"),
          )
          .join("\n");
        expect(parseEntryPoints(text)).toEqual(
          written.map(({ group, name, object }) => ({ group, name, object })),
        );
      },
    ),
  );
});

test("no text makes the reader fail or take long", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (text) => {
      for (const { name, object } of parseEntryPoints(text)) {
        expect(name).not.toBe("");
        expect(object).not.toBe("");
      }
    }),
  );
});
