import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { isRecord } from "../../base/record.ts";
import { stampOf } from "../../base/stamp.ts";
import { ancestorsOf } from "../paths.ts";
import { parseReference } from "../reference.ts";
import type { InstalledPackage } from "../types.ts";

const MAX_PACKAGES = 2_000;

interface Read {
  readonly stamp: string | null;
  readonly found: InstalledPackage | null;
}

/** Which package a source was installed with, and in which version, as the package's own metadata says. */
export class InstalledPackages {
  readonly #read = new Map<string, Read>();

  /** `reference` is what a manifest names the source by: a package that is linked from elsewhere is known by it. */
  packageOf(file: string, reference: string): InstalledPackage | null {
    const [, sitePackages, module] =
      /^(.*[\\/](?:site|dist)-packages)[\\/]([^\\/]+)/.exec(file) ?? [];
    if (sitePackages !== undefined && module !== undefined) {
      const name = module.replace(/\.py$/, "");
      return this.#once(sitePackages, name, () => distributionOf(sitePackages, name));
    }
    const [installed] = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file) ?? [];
    if (installed !== undefined) return this.#npmPackage(installed);
    const parsed = parseReference(reference);
    if (parsed.kind !== "package") return null;
    return (
      ancestorsOf(path.dirname(file), null)
        .map((folder) => this.#npmPackage(folder))
        .find((found) => found?.name === parsed.name) ?? null
    );
  }

  #npmPackage(folder: string): InstalledPackage | null {
    const file = path.join(folder, "package.json");
    return this.#once(file, "", () => readPackage(file));
  }

  #once(file: string, what: string, read: () => InstalledPackage | null): InstalledPackage | null {
    const key = `${file}\0${what}`;
    try {
      const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
      if (!stats) return null;
      const stamp = stampOf(stats);
      const known = this.#read.get(key);
      if (known && stamp !== null && known.stamp === stamp) return known.found;
      const found = read();
      if (this.#read.size >= MAX_PACKAGES) this.#read.clear();
      this.#read.set(key, { stamp, found });
      return found;
    } catch {
      return null; // Metadata that cannot be read or is broken says nothing about a version.
    }
  }
}

function readPackage(file: string): InstalledPackage | null {
  const parsed: unknown = JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  const { name, version } = isRecord(parsed) ? parsed : {};
  return typeof name === "string" && typeof version === "string" ? { name, version, file } : null;
}

/** The distribution that brought a module: the one of its name, else the one whose metadata lists it. */
function distributionOf(sitePackages: string, module: string): InstalledPackage | null {
  const folders = readdirSync(sitePackages).filter((name) => /\.(?:dist|egg)-info$/.test(name));
  const named = folders.find(
    (name) => normal(/^(.+?)(?:-[^-]*)?\.[a-z]+-info$/.exec(name)?.[1] ?? "") === normal(module),
  );
  const folder = named ?? folders.find((name) => lists(path.join(sitePackages, name), module));
  return folder === undefined ? null : readMetadata(path.join(sitePackages, folder));
}

/** Names of distributions are the same in either letter case, with `-`, `_` or `.`. Source: PEP 503. */
const normal = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

function lists(metadata: string, module: string): boolean {
  const topLevel = readIfThere(path.join(metadata, "top_level.txt"));
  if (topLevel.split(/\r?\n/).includes(module)) return true;
  const record = readIfThere(path.join(metadata, "RECORD"));
  return record
    .split("\n")
    .some((line) => line.startsWith(`${module}/`) || line.startsWith(`${module}.py,`));
}

function readMetadata(folder: string): InstalledPackage | null {
  for (const name of ["METADATA", "PKG-INFO"]) {
    const file = path.join(folder, name);
    const text = readIfThere(file);
    const distribution = /^Name:[ \t]*(\S+)/im.exec(text)?.[1];
    const version = /^Version:[ \t]*(\S+)/im.exec(text)?.[1];
    if (distribution && version) return { name: distribution, version, file };
  }
  return null;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // Not every installer writes every file.
  }
}
