// Pictures of the pages for the documentation: `node run.mjs screenshots.mjs OUTDIR`. Few colours keep them small.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { FOREIGN, SERVER, browser, open, pages } from "./support.mjs";

const folder = process.argv[2];
if (!folder) throw new Error("usage: node run.mjs screenshots.mjs OUTDIR");
await mkdir(folder, { recursive: true });

const { home, results, document, empty, versions, difference } = await pages();
const WIDE = { width: 1200, height: 860 };
const PHONE = { width: 390, height: 780 };
// 1280 pixels at 400% are 320 pixels of four dots; one dot each makes the picture small and shows the same.
const ENLARGED = { width: 320, height: 512 };

const SHOTS = [
  ["zoekpagina-licht", home, WIDE, "light"],
  ["zoekpagina-donker", home, WIDE, "dark"],
  ["resultaten-licht", results, WIDE, "light"],
  ["resultaten-donker", results, WIDE, "dark"],
  ["document-licht", document, WIDE, "light"],
  ["document-donker", document, WIDE, "dark"],
  ["tijdlijn-licht", `${versions}#tijdlijn`, WIDE, "light"],
  ["verschil-licht", difference, WIDE, "light"],
  ["niets-gevonden", empty, WIDE, "light"],
  ["zoekpagina-telefoon", home, PHONE, "light"],
  ["resultaten-telefoon", results, PHONE, "light"],
  ["document-telefoon", document, PHONE, "dark"],
  ["resultaten-400-procent", results, ENLARGED, "light"],
];

async function shoot(name, address, viewport, colorScheme, prepare = () => {}) {
  const { page, close } = await open({ viewport, colorScheme, reducedMotion: "reduce" });
  await page.goto(address);
  await prepare(page);
  await page.waitForTimeout(150);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled", caret: "hide" });
  await close();
}

for (const [name, path, viewport, colorScheme] of SHOTS) await shoot(name, SERVER + path, viewport, colorScheme);

await shoot("suggesties", `${SERVER}/`, WIDE, "light", async (page) => {
  await page.locator("input[name=vraag]").pressSequentially("glas");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
});
await shoot("widget", `${FOREIGN}/widget`, { width: 760, height: 860 }, "light", async (page) => {
  await page.getByRole("combobox").fill("glasvezel");
  await page.keyboard.press("Enter");
  await page.getByRole("listitem").first().waitFor();
});

await (await browser()).close();
