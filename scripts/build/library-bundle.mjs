/**
 * How `import … from "patchbay"` becomes one file. CommonJS also for those who import it: Node finds its names all the same, and
 * a second form would be a second set of classes.
 *
 * @type {import("esbuild").BuildOptions}
 */
export const libraryBundle = {
  entryPoints: { lib: "registry/index.ts" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  legalComments: "none",
  // Schemas go back and forth between the library and its users: they must be made by one copy.
  external: ["zod"],
};
