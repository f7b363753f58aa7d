/** Sucrase's own parser, whose declarations stand in another folder than its code. */
declare module "sucrase/dist/parser/index.js" {
  export { parse } from "sucrase/dist/types/parser/index";
}
