import { once } from "node:events";
import { open } from "yauzl";

/** What a package may hold, and nothing else: a file that is not needed at run time fails the build. */
const allowed = [
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
  /^extension\/package\.json$/,
  /^extension\/(readme|changelog)\.md$/,
  /^extension\/LICENSE\.txt$/,
  // The language server's diagnostics lead there.
  /^extension\/docs\/(diagnostics|hooks)\.md$/,
  /^extension\/dist\/(extension|server|server-main|host|host-main|operator|otel-export|otel-thread|worker|worker-main|dashboard|cli)\.js$/,
  /^extension\/dist\/wasm\/(web-)?tree-sitter(-(typescript|tsx|javascript|python))?\.wasm$/,
  /^extension\/node_modules\/patchbay-typescript-plugin\/(package\.json|index\.js|types\/(patchbay|zod)\.d\.ts)$/,
  /^extension\/media\/([\w-]+\/)?[\w-]+\.(svg|png|md)$/,
];

/** Only in a package for one platform. */
const nativeTransform = /^extension\/dist\/native\/oxc-transform\.node$/;

/** What no package works without. */
const required = [
  "extension/package.json",
  "extension/dist/extension.js",
  "extension/dist/server.js",
  "extension/dist/server-main.js",
  "extension/dist/host.js",
  "extension/dist/host-main.js",
  "extension/dist/operator.js",
  "extension/dist/otel-export.js",
  "extension/dist/otel-thread.js",
  "extension/dist/worker.js",
  "extension/dist/worker-main.js",
  "extension/dist/dashboard.js",
  "extension/dist/cli.js",
  "extension/dist/wasm/web-tree-sitter.wasm",
  "extension/docs/diagnostics.md",
  "extension/docs/hooks.md",
  "extension/node_modules/patchbay-typescript-plugin/package.json",
  "extension/node_modules/patchbay-typescript-plugin/index.js",
  "extension/node_modules/patchbay-typescript-plugin/types/patchbay.d.ts",
  "extension/node_modules/patchbay-typescript-plugin/types/zod.d.ts",
];

/** @typedef {{ readonly name: string, readonly packedBytes: number }} PackagedFile */

/**
 * What is wrong with a package's contents: one line for each file that does not belong there, or that is missing.
 *
 * @param {readonly PackagedFile[]} files
 * @param {{ isNative: boolean }} target Whether it is the package of one platform.
 * @returns {string[]}
 */
export function checkContents(files, { isNative }) {
  const names = new Set(files.map(({ name }) => name));
  const patterns = isNative ? [...allowed, nativeTransform] : allowed;
  const surplus = [...names].filter((name) => !patterns.some((pattern) => pattern.test(name)));
  const missing = required.filter((name) => !names.has(name));
  if (isNative && ![...names].some((name) => nativeTransform.test(name))) {
    missing.push("extension/dist/native/oxc-transform.node");
  }
  return [
    ...surplus.map((name) => `${name} is in the package, and nothing needs it there`),
    ...missing.map((name) => `${name} is missing from the package`),
  ];
}

/**
 * Every file in a package, with its share of the size.
 *
 * @param {string} vsixFile
 * @returns {Promise<PackagedFile[]>}
 */
export async function readContents(vsixFile) {
  /** @type {PackagedFile[]} */
  const files = [];
  const zip = await new Promise((resolve, reject) => {
    open(vsixFile, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  zip.on("entry", (/** @type {import("yauzl").Entry} */ entry) => {
    files.push({ name: entry.fileName, packedBytes: entry.compressedSize });
  });
  await once(zip, "end");
  return files;
}
