export { followConfigSchemas } from "./follow-config-schemas.ts";
export { followEnter } from "./follow-enter.ts";
export { followRegistry } from "./follow-registry.ts";
export { LanguageService } from "./language-service.ts";
