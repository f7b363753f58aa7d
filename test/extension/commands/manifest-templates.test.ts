import { expect, test } from "vitest";
import { moduleReferenceSchema } from "../../../schemas/index.ts";
import {
  classNameOf,
  EMPTY_MANIFEST,
  EXAMPLE_MANIFEST,
  pluginSource,
} from "../../../extension/commands/manifest-templates.ts";
import { parseManifest } from "../../../registry/manifest/index.ts";

test.each([EMPTY_MANIFEST, EXAMPLE_MANIFEST])("a new manifest has no problem", (text) => {
  expect(parseManifest(text).problems).toEqual([]);
});

test.each(["hello", "ticket_sync", "a-b", "x9"])(
  "the class of %s can be named in a manifest",
  (name) => {
    const reference = `./plugins/${name}.js:${classNameOf(name)}`;
    expect(moduleReferenceSchema.safeParse(reference).success).toBe(true);
    for (const language of ["js", "ts"] as const) {
      const source = pluginSource(name, language);
      expect(source).toContain(`class ${classNameOf(name)} extends PluginBase`);
    }
  },
);
