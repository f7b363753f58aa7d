export { followRegistry } from "./follow-registry.ts";
export { LanguageService } from "./language-service.ts";
