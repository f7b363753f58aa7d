/**
 * What YAML 1.1 reads as something else than a text, and YAML 1.2 does not always: Agent PM reads the manifest with
 * PyYAML. Rather too much than too little: quotes do no harm. Source: https://yaml.org/type/
 */
const OTHER_THAN_TEXT = [
  /^(?:y|n|yes|no|on|off|true|false|null|~|=|<<)$/i,
  /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-f_]+|[\d_.,:]+(?:e[-+]?\d+)?)$/i,
  /^[-+]?\.(?:inf|nan)$/i,
  /^\d{4}-\d\d?-\d\d?/,
] as const;

/** At the beginning of a line it ends a document. */
const DOCUMENT_MARKER = /^(?:---|\.\.\.)/;

/** Control characters, line breaks of YAML 1.1, and what a reader may refuse; not the joiners of emoji and scripts. */
const UNPRINTABLE = /(?![\u200C\u200D])[\p{C}\u2028\u2029]/gu;

/** Whether a text may stand without quotes as far as YAML 1.1 goes; what YAML 1.2 needs quoted is quoted anyway. */
export function isSafePlain(text: string, flow: boolean): boolean {
  if (!isPrintable(text) || DOCUMENT_MARKER.test(text)) return false;
  if (OTHER_THAN_TEXT.some((form) => form.test(text))) return false;
  // What is fine in a line of its own may end an item between brackets.
  return !flow || !/[,[\]{}?]|^:|:$/.test(text);
}

/** Whether a text can stand in lines of its own below its key, and be read back by everybody as it was. */
export function fitsBlock(text: string): boolean {
  const lines = text.split("\n");
  if (lines.length === 1 || lines[0] === "" || lines.at(-1) === "") return false;
  if (/^\s/.test(text) || lines.some((line) => /\s$/.test(line))) return false;
  return lines.every(isPrintable);
}

export function isPrintable(text: string): boolean {
  return text.search(UNPRINTABLE) === -1;
}

/** On one line between double quotes, with nothing in it that a reader could refuse. */
export function quoteText(text: string): string {
  return JSON.stringify(text).replace(UNPRINTABLE, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}
