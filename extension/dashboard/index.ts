export { Dashboard } from "./dashboard.ts";
