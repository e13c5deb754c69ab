// Writes a folder of documents that hold the payloads wherever text of a document comes from: titles, headings, text,
// file names (also of files that cannot be read), and the metadata beside them. `node hostile-corpus.mjs OUTDIR`

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PAYLOADS } from "./payloads.mjs";

/** The word that is in every document, and only there. */
export const WORD = "giftig";

const LONGEST_NAME = 200; // bytes; file systems allow 255, and a metadata file's name is longer than its document's
const UNREAD_EVERY = 20;

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const WRITERS = {
  md: (title, text) => `# ${title}\n\nEen ${WORD} stuk.\n\n## Kop ${text}\n\nTekst onder de kop, ${WORD}: ${text} en verder.\n`,
  txt: (title, text) => `${title}\n\nArtikel 1 ${text}\n\nEen ${WORD} artikel met ${text} erin.\n`,
  html: (title, text) => `<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body>
<h1>${escaped(title)}</h1><h2>Kop ${escaped(text)}</h2><p>Een ${WORD} stuk met ${escaped(text)} erin.</p>
<p>En ${WORD} als opmaak: ${text}</p></body></html>\n`,
};

/** A file's name with the payload in it, as far as the file system allows. */
function nameOf(index, text) {
  const name = `${String(index).padStart(3, "0")} ${text.replaceAll("/", "\u2215").replaceAll("\u0000", "")}`;
  return Buffer.byteLength(name) <= LONGEST_NAME ? name : String(index).padStart(3, "0");
}

/** Writes the documents, one for each payload; gives how many. */
export async function writeHostileCorpus(folder) {
  await mkdir(folder, { recursive: true });
  const kinds = Object.keys(WRITERS);
  for (const [index, { text }] of PAYLOADS.entries()) {
    const kind = kinds[index % kinds.length];
    const name = join(folder, nameOf(index, text));
    await writeFile(`${name}.${kind}`, WRITERS[kind](`${WORD} ${index} ${text}`, text));
    if (index % 2 === 0) {
      const day = String((index % 28) + 1).padStart(2, "0");
      const facts = { titel: `${text} ${WORD} ${index}`, auteur: text, soort: text, gemeente: text, taal: text, datum: `2024-05-${day}` };
      await writeFile(`${name}.${kind}.json`, JSON.stringify(facts));
    }
    if (index % UNREAD_EVERY === 0) await writeFile(`${name}.pdf`, "geen pdf");
  }
  return PAYLOADS.length;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2];
  if (!folder) throw new Error("usage: node hostile-corpus.mjs OUTDIR");
  console.log(`${await writeHostileCorpus(folder)} documents in ${folder}`);
}
