// The document view: opened at a passage, with its marks, neighbours, outline and reference.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SERVER, api, visit } from "./support.mjs";

const QUERY = "glasvezel";
const opened = (page) => page.getByRole("region", { name: /^Passage \d+, geopend/ });

/** The address of the document of hit `index` at its passage, with the hit itself. */
async function hit(index = 0) {
  const { treffers } = await api(`/v1/passages?vraag=${QUERY}`);
  const { document, passage } = treffers[index];
  return { document, passage, url: `${SERVER}/document/${document.id}?vraag=${QUERY}&passage=${passage.id}` };
}

const plain = (text) => text.replace(/\s+/g, " ").trim();

test("a result opens its document at the passage, in view and marked", () =>
  visit({}, async (page) => {
    const { document, passage } = await hit();
    await page.goto(`${SERVER}/?vraag=${QUERY}`);
    await page.getByRole("article").first().getByRole("heading").getByRole("link").click();
    await page.waitForURL(`**/document/${document.id}**`);
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), document.titel);
    const text = plain(await opened(page).innerText());
    assert.ok(text.includes(plain(passage.tekst).slice(0, 40)), text);
    assert.ok(await opened(page).evaluate((element) => element.getBoundingClientRect().top < innerHeight && element.getBoundingClientRect().bottom > 0));
    assert.match(await opened(page).locator("mark").first().innerText(), /glasvezel/i);
    const elsewhere = page.getByRole("region", { name: /^Passage \d+$/ }).locator("mark");
    assert.ok((await elsewhere.count()) > 0, "hits of the other passages are marked too");
  }));

test("the opened passage of a long document is in view, not its top", () =>
  visit({ viewport: { width: 1000, height: 500 } }, async (page) => {
    const { treffers } = await api("/v1/passages?vraag=overgangsrecht+citeertitel&groepeer=geen&aantal=50");
    const found = await Promise.all(treffers.slice(0, 12).map(async ({ document, passage }) => {
      const { passages } = await api(`/v1/documenten/${document.id}?aantal=50`);
      return { document, passage, place: passages.findIndex(({ id }) => id === passage.id) };
    }));
    const { document, passage } = found.find(({ place }) => place >= 5) ?? assert.fail("no hit far into its document");
    await page.goto(`${SERVER}/passage/${passage.id}`);
    await page.waitForURL(`**/document/${document.id}**`);
    assert.ok(await page.evaluate(() => scrollY > 0), "scrolled down");
    const top = await opened(page).evaluate((element) => element.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 500, `top at ${top}`);
  }));

test("every passage of the document can be read, in order", () =>
  visit({}, async (page) => {
    const { document, url } = await hit();
    const { passages } = await api(`/v1/documenten/${document.id}?aantal=50`);
    await page.goto(url);
    const text = plain(await page.getByRole("main").innerText());
    const places = passages.map(({ tekst }) => text.indexOf(plain(tekst).slice(0, 30)));
    assert.ok(places.every((place) => place >= 0), String(places));
    assert.deepEqual(places, places.toSorted((one, other) => one - other));
  }));

test("from hit to hit, along the outline, and without marks", () =>
  visit({}, async (page) => {
    const { url } = await hit();
    await page.goto(url);
    const before = await opened(page).getAttribute("id");
    await page.getByRole("link", { name: /(Volgende|Vorige) treffer/ }).first().click();
    await page.waitForURL((address) => /^#p-\d+$/.test(address.hash));
    const { hash } = new URL(page.url());
    assert.notEqual(hash, `#${before}`);
    assert.ok(await page.locator(hash).evaluate((passage) => passage.getBoundingClientRect().bottom > 0 && passage.getBoundingClientRect().top < innerHeight));
    await page.getByRole("link", { name: "Toon zonder markering" }).click();
    await page.waitForURL((address) => !address.searchParams.has("vraag"));
    assert.equal(await page.locator("main mark").count(), 0);
  }));

test("the outline leads to the passage under the heading", () =>
  visit({}, async (page) => {
    const { treffers } = await api("/v1/passages?vraag=verordening&soort=verordening");
    const details = await Promise.all(treffers.map(({ document }) => api(`/v1/documenten/${document.id}`)));
    const { document, inhoud } = details.find((each) => each.inhoud.length >= 3) ?? assert.fail("no document with an outline");
    await page.goto(`${SERVER}/document/${document.id}`);
    const outline = page.getByRole("navigation", { name: "Inhoud van dit document" });
    const links = outline.getByRole("listitem").getByRole("link");
    if (!(await links.first().isVisible())) await outline.locator("summary").click();
    assert.equal(await links.count(), inhoud.length);
    await links.last().click();
    const target = new URL(page.url()).hash;
    assert.match(target, /^#p-\d+$/);
    assert.ok(await page.locator(target).evaluate((element) => element.getBoundingClientRect().top < innerHeight));
  }));

test("the reference is copied, and its permanent link leads back", () =>
  visit({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    const { document, passage, url } = await hit();
    await page.goto(url);
    const reference = await page.getByRole("textbox", { name: "Zo citeert u deze passage" }).inputValue();
    for (const part of [document.titel, "14 maart 2022", `/passage/${passage.id}`]) assert.ok(reference.includes(part), `${part} in ${reference}`);
    await page.getByRole("button", { name: "Kopieer verwijzing" }).click();
    await page.getByRole("status").filter({ hasText: "Gekopieerd" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), reference);
    // The same as the API gives, with the day on which it was read.
    const { verwijzing } = await api(`/v1/passages/${passage.id}`);
    assert.ok(reference.startsWith(verwijzing), `${verwijzing} begins ${reference}`);
    await page.getByRole("link", { name: "Vaste link naar deze passage" }).click();
    await page.waitForURL(`**/document/${document.id}**`);
    assert.ok(plain(await opened(page).innerText()).includes(plain(passage.tekst).slice(0, 40)));
  }));

test("a PDF opens at the page of the passage", async () => {
  const { treffers } = await api("/v1/passages?vraag=leges+verordening&groepeer=geen&aantal=50");
  const { document, passage } = treffers.find((one) => one.document.pad.endsWith(".pdf") && one.passage.paginaVan) ?? assert.fail("no PDF");
  await visit({}, async (page) => {
    await page.goto(`${SERVER}/document/${document.id}?passage=${passage.id}`);
    const link = opened(page).getByRole("link", { name: /^Open PDF/ });
    assert.match(await link.getAttribute("href"), new RegExp(`^/v1/documenten/${document.id}/bestand#page=${passage.paginaVan}$`));
  });
  const file = await fetch(`${SERVER}/v1/documenten/${document.id}/bestand`);
  assert.equal(file.headers.get("content-type"), "application/pdf");
  assert.match(await file.text(), /^%PDF/);
});

test("a document or passage that is not there", () =>
  visit({}, async (page) => {
    for (const path of [`/document/${"0".repeat(32)}`, `/passage/${"0".repeat(32)}-${"0".repeat(16)}`, "/document/..%2f..%2fetc", "/bestaat-niet"]) {
      const answer = await page.goto(SERVER + path);
      assert.equal(answer.status(), 404, path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.getByRole("link", { name: "Begin een nieuwe zoekvraag" }).waitFor();
    }
  }));
