/** Short enough to be cut again with every key, long enough for a large text to have hundreds and not thousands. */
const CHUNK_LENGTH = 4096;

/** Some whole lines of a text. Ends with a line feed, unless it is the last one. */
export interface TextChunk {
  readonly text: string;
  /** Where lines start, the one behind the last line break included. Always at least 0. */
  readonly lineStarts: readonly number[];
}

/** Cuts a text behind line feeds, so that no line end is ever parted; a line is never cut. */
export function cutIntoChunks(text: string): readonly TextChunk[] {
  const chunks: TextChunk[] = [];
  let start = 0;
  while (text.length - start > CHUNK_LENGTH) {
    const lineFeed = text.indexOf("\n", start + CHUNK_LENGTH - 1);
    if (lineFeed < 0 || lineFeed + 1 === text.length) break;
    chunks.push(chunkOf(text.slice(start, lineFeed + 1)));
    start = lineFeed + 1;
  }
  chunks.push(chunkOf(text.slice(start)));
  return chunks;
}

function chunkOf(text: string): TextChunk {
  return { text, lineStarts: text.includes("\r") ? lineStartsOf(text) : behindLineFeeds(text) };
}

/** What nearly every text takes: leaves the search to the engine. */
function behindLineFeeds(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineStartsOf(text: string): readonly number[] {
  const breaks = text.matchAll(/\r?\n|\r/g);
  return [0, ...Array.from(breaks, ({ 0: lineBreak, index }) => index + lineBreak.length)];
}
