/** Bundled as text: see `loader` in esbuild.mjs. */
declare module "*.css" {
  const text: string;
  export default text;
}
declare module "*.svg" {
  const text: string;
  export default text;
}
