/** Who may ask, from where, and how often. */
export { Gate } from "./gate.ts";
export { KeyRing, type Access, type ApiKeys, type Identity } from "./keys.ts";
export { checkSite, type SiteOptions } from "./same-site.ts";
