export { anchorAt, anchorOf, anchorsIn, type AnchorPlace } from "./anchors.ts";
export { declarationOf, definitionOf, implementationsOf, type NamedPlace } from "./go-to.ts";
export { occurrencesIn, occurrencesOf, type Occurrence } from "./occurrences.ts";
export { thingAt, type NamedThing } from "./symbol.ts";
