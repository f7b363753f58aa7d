import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const webview = path.join(import.meta.dirname, "../../webview");
const sources = globSync("**/*.ts", { cwd: webview }).map((file) => ({
  file,
  text: readFileSync(path.join(webview, file), "utf8"),
}));
const themes = globSync("page/themes/*.json", { cwd: import.meta.dirname }).map((file) =>
  Object.keys(JSON.parse(readFileSync(path.join(import.meta.dirname, file), "utf8"))),
);

test("every theme variable that has no fallback is one that VS Code gives", () => {
  const given = new Set(themes.flat());
  const relied = sources.flatMap(({ text }) =>
    [...text.matchAll(/var\((--vscode-[\w-]+)\)/g)].map(([, name = ""]) => name),
  );
  expect(relied.length).toBeGreaterThan(20);
  expect(relied.filter((name) => !given.has(name))).toEqual([]);
});

test("no colour is written into the page: all of them are the theme's", () => {
  const colors = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/#[0-9a-f]{3,8}\b(?=[;,\s)"])|\b(?:rgb|hsl)a?\(/gi)]
      .filter(([found]) => !/^#[a-z]+$/i.test(found)) // private members
      .map(([found]) => `${file}: ${found}`),
  );
  expect(colors).toEqual([]);
});
