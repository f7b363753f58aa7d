import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { assert, asyncProperty, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { readFileText, readFileTextSync } from "../../../registry/base/file-text.ts";
import { writeFiles } from "../modules/files-fixture.ts";

const LAYS: Readonly<Record<string, (place: string) => void>> = {
  "it is a folder": (place) => mkdirSync(place),
  "it is a pipe, not a file": (place) => execFileSync("mkfifo", [place]),
  "it is a device, not a file": (place) => symlinkSync("/dev/zero", place),
  "its symbolic links lead in a circle": (place) => symlinkSync(place, place),
  "it is UTF-16: save it as UTF-8": (place) => writeFileSync(place, "\uFEFF- name: a", "utf16le"),
  "it has null bytes, which no text in UTF-8 has": (place) =>
    writeFileSync(place, "- name: a", "utf16le"),
  "it is not UTF-8": (place) => writeFileSync(place, "caf\u00E9", "latin1"),
  "it is larger than 100 MB": (place) => {
    writeFileSync(place, "");
    truncateSync(place, 100_000_001);
  },
};

test.each(Object.keys(LAYS))(
  "what cannot be read says why, and is not waited for: %s",
  async (reason) => {
    const { at } = writeFiles({});
    LAYS[reason]?.(at("plugins.yaml"));
    expect(readFileTextSync(at("plugins.yaml"))).toEqual({ kind: "unreadable", reason });
    expect(await readFileText(at("plugins.yaml"))).toEqual({ kind: "unreadable", reason });
  },
);

test("what is not there is missing, and so is what a link leads to that is not there", async () => {
  const { at } = writeFiles({ file: "" });
  symlinkSync(at("nowhere"), at("link"));
  for (const place of [at("gone"), at("link"), at("file/within"), at("x".repeat(300))]) {
    expect(readFileTextSync(place)).toEqual({ kind: "missing" });
    expect(await readFileText(place)).toEqual({ kind: "missing" });
  }
});

test("what is read has the very bytes of the file, byte order mark and all", async () => {
  const { at } = writeFiles({});
  const file = at("any");
  await assert(
    asyncProperty(uint8Array({ maxLength: 40 }), async (bytes) => {
      writeFileSync(file, bytes);
      const read = await readFileText(file);
      expect(readFileTextSync(file)).toEqual(read);
      if (read.kind === "read") expect(Buffer.from(read.text)).toEqual(readFileSync(file));
      else expect(readFileSync(file, "utf8")).toMatch(/[\uFFFD\0]/);
    }),
  );
});
