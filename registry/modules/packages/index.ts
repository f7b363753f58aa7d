/** What packages say of themselves, for those who need nothing else of `modules`. */
export { InstalledPackages } from "./installed-package.ts";
