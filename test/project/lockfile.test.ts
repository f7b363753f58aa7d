import { expect, test } from "vitest";
import { read } from "./files.ts";

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  /** By folder: `node_modules/esbuild`. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const { packages } = JSON.parse(read("package-lock.json")) as Lockfile; // npm wrote it

test("the lockfile names no registry, so that it serves whatever registry npm is set to use", () => {
  expect(Object.values(packages).flatMap(({ resolved }) => resolved ?? [])).toEqual([]);
});

test("the lockfile lists the optional parts of every platform: without them npm ci refuses it elsewhere", () => {
  const missing = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${folder}/node_modules/${name}`],
    ),
  );
  expect(missing).toEqual([]);
});
