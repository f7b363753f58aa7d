/** Ways of mending diagnostics. */
export type { Fix } from "./fix.ts";
export type { Mend } from "./fix-all.ts";
export { editsThatMend, fixesOf, sureMends } from "./mend.ts";
