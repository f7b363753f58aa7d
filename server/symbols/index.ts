export { occurrencesIn, occurrencesOf, type Occurrence } from "./occurrences.ts";
export { thingAt, type NamedThing } from "./symbol.ts";
