/** Ways of mending diagnostics. */
export type { Fix } from "./fix.ts";
export { editsThatMend, fixesOf } from "./mend.ts";
