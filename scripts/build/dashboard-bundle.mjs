/**
 * How the dashboard's page becomes one script. Its tests build it the same way.
 *
 * @type {import("esbuild").BuildOptions}
 */
export const dashboardBundle = {
  entryPoints: { dashboard: "webview/main.ts" },
  bundle: true,
  platform: "browser",
  format: "iife",
  target: "chrome128",
  // The chart's stylesheet and the icons travel inside the script: the page's policy allows no other source.
  loader: { ".css": "text", ".svg": "text" },
};
