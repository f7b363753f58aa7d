/** What is shorter turns up in texts by chance once it is encoded. */
const ENCODED_LENGTH = 4;
/** As a part of something longer, base64 has fewer letters of it that are its own. */
const EMBEDDED_LENGTH = 6;
/** A line that is shorter says nothing of its own: a brace, an end marker. */
const LINE_LENGTH = 8;

/** Base64 makes 4 letters of 3 bytes, so what stands before a value shifts its letters in one of 3 ways. */
const SHIFTS = [0, 1, 2] as const;

/** The ways in which texts hold a value: as it is, in other encodings, and each line of its own if it has several. */
export function spellingsOf(value: string): readonly string[] {
  const lines = /[\r\n]/.test(value) ? value.split(/[\r\n]+/).map((line) => line.trim()) : [];
  return [value, ...lines.filter(({ length }) => length >= LINE_LENGTH)].flatMap(encodingsOf);
}

function encodingsOf(value: string): readonly string[] {
  const spellings = [value, JSON.stringify(value).slice(1, -1)];
  if (value.length < ENCODED_LENGTH) return spellings;

  const bytes = Buffer.from(value, "utf8");
  const hex = bytes.toString("hex");
  const base64 = [bytes.toString("base64").replace(/=+$/, ""), ...embeddedInBase64(bytes)];
  return [
    ...spellings,
    encodeURIComponent(value.toWellFormed()),
    htmlOf(value),
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/** What base64 makes of a value wherever it stands in a longer text, as in `Authorization: Basic`: the letters that it alone decides. */
function embeddedInBase64(bytes: Buffer): readonly string[] {
  if (bytes.length < EMBEDDED_LENGTH) return [];
  return SHIFTS.map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  });
}

/** Apart from the quotes, which are looked for in all the ways that there are. */
function htmlOf(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
