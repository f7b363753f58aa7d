/** The API's description for people. */
export { renderApiPage } from "./render-api-page.ts";
