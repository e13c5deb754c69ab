// The search page: from the first question to a document, with and without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SERVER, api, box, visit } from "./support.mjs";

const at = (path) => SERVER + path;
const results = (page) => page.getByRole("region", { name: "Resultaten" });
const titles = (page) => results(page).getByRole("article").getByRole("heading").getByRole("link");
const count = (page) => results(page).getByRole("status");
const dates = (page) => results(page).locator("article time").evaluateAll((all) => all.map((time) => time.dateTime));
const parameters = (page) => new URL(page.url()).searchParams;

async function search(page, words) {
  await box(page).fill(words);
  await page.getByRole("button", { name: "Zoek", exact: true }).click();
}

/** Unfolds the filters where the window shows them folded. */
async function openFilters(page) {
  const fold = page.getByRole("complementary", { name: "Filters" });
  const apply = fold.getByRole("button", { name: "Filter toepassen" });
  if (!(await apply.isVisible())) await fold.locator("summary").first().click();
  await apply.waitFor();
  return fold;
}

/** Chooses the filter whose name begins so, and applies it. */
async function filter(page, name) {
  const fold = await openFilters(page);
  await fold.getByRole("checkbox", { name }).first().check();
  await fold.getByRole("button", { name: "Filter toepassen" }).click();
}

test("search from the home page", () =>
  visit({}, async (page) => {
    const { totaal, treffers } = await api("/v1/passages?vraag=glasvezel");
    await page.goto(at("/"));
    await page.getByRole("search").first().waitFor();
    assert.equal(await box(page).getAttribute("type"), "search");
    await search(page, "glasvezel");
    await titles(page).first().waitFor();
    assert.deepEqual(await titles(page).allInnerTexts(), treffers.map(({ document }) => document.titel));
    assert.match(await count(page).innerText(), new RegExp(`^${totaal} passages gevonden`));
    assert.equal(await box(page).inputValue(), "glasvezel");
    const first = results(page).getByRole("article").first();
    assert.match(await first.innerText(), /14 maart 2022/);
    assert.match(await first.locator("mark").first().innerText(), /glasvezel/i);
    assert.match(await page.title(), /passages gevonden|glasvezel/);
  }));

test("a result tells why it was found, and more of its document", () =>
  visit({}, async (page) => {
    await page.goto(at("/?vraag=glasvezel"));
    const first = results(page).getByRole("article").first();
    const fold = first.locator("details", { hasText: "Waarom gevonden" });
    await fold.locator("summary").click();
    assert.match(await fold.getByRole("row").nth(1).innerText(), /glasvezel/i);
    await first.getByRole("link", { name: /nog \d+ passages? in dit document/ }).click();
    await page.waitForURL("**/document/**");
  }));

test("filter by a facet, and remove it", () =>
  visit({}, async (page) => {
    await page.goto(at("/?vraag=vergunning"));
    const before = await count(page).innerText();
    await filter(page, /^Waldervoort/);
    await page.waitForURL(/gemeente=Waldervoort/);
    const { totaal } = await api("/v1/passages?vraag=vergunning&gemeente=Waldervoort");
    assert.match(await count(page).innerText(), new RegExp(`^${totaal} passages?`));
    for (const article of await results(page).getByRole("article").all()) assert.match(await article.innerText(), /Waldervoort/);
    await results(page).getByRole("link", { name: /^Verwijder filter.*Waldervoort/ }).click();
    await page.waitForURL((url) => !url.searchParams.has("gemeente"));
    assert.equal(await count(page).innerText(), before);
    assert.equal(parameters(page).get("vraag"), "vergunning");
  }));

test("two values of one filter are alternatives", () =>
  visit({}, async (page) => {
    await page.goto(at("/?vraag=vergunning&gemeente=Waldervoort"));
    await filter(page, /^Brinkhaven/);
    await page.waitForURL(/gemeente=Brinkhaven/);
    assert.deepEqual(parameters(page).getAll("gemeente").sort(), ["Brinkhaven", "Waldervoort"]);
    const { totaal } = await api("/v1/passages?vraag=vergunning&gemeente=Brinkhaven&gemeente=Waldervoort");
    assert.match(await count(page).innerText(), new RegExp(`^${totaal} passages`));
  }));

test("a filter alone is a search", () =>
  visit({}, async (page) => {
    await page.goto(at("/?soort=raadsvoorstel"));
    await titles(page).first().waitFor();
    for (const article of await results(page).getByRole("article").all()) assert.match(await article.innerText(), /raadsvoorstel/i);
  }));

test("a date range", () =>
  visit({}, async (page) => {
    await page.goto(at("/?vraag=gemeente"));
    const fold = await openFilters(page);
    await fold.getByLabel("Van", { exact: true }).fill("2022-01-01");
    await fold.getByLabel("Tot en met").fill("2022-06-30");
    await fold.getByRole("button", { name: "Filter toepassen" }).click();
    await page.waitForURL(/van=2022-01-01/);
    const shown = await dates(page);
    assert.ok(shown.length > 0);
    // A document of which only the year is known is found under its first day.
    const day = (date) => (date.length === 4 ? `${date}-01-01` : date);
    for (const date of shown) assert.ok(day(date) >= "2022-01-01" && day(date) <= "2022-06-30", date);
  }));

test("sort by date, the newest first", () =>
  visit({}, async (page) => {
    await page.goto(at("/?vraag=gemeente"));
    await page.getByRole("navigation", { name: "Volgorde" }).getByRole("link").and(page.locator('[href*="sorteer=datum"]')).click();
    await page.waitForURL(/sorteer=datum/);
    const shown = await dates(page);
    assert.ok(shown.length > 3);
    assert.deepEqual(shown, shown.toSorted().toReversed());
  }));

test("the next page, and back", () =>
  visit({}, async (page) => {
    await page.goto(at("/?vraag=gemeente"));
    const hrefs = () => titles(page).evaluateAll((all) => all.map((link) => link.href));
    const first = await hrefs();
    assert.equal(first.length, 10);
    await page.getByRole("navigation", { name: "Bladzijden" }).getByRole("link", { name: /^\W*Volgende/ }).click();
    await page.waitForURL(/pagina=2/);
    const second = await hrefs();
    assert.ok(second.length > 0 && !second.some((href) => first.includes(href)));
    assert.match(await page.title(), /2/);
    await page.getByRole("navigation", { name: "Bladzijden" }).getByRole("link", { name: /Vorige/ }).click();
    await page.waitForURL((url) => url.searchParams.get("pagina") !== "2");
    assert.deepEqual(await hrefs(), first);
  }));

test("suggestions by keyboard alone", () =>
  visit({}, async (page) => {
    await page.goto(at("/"));
    await box(page).focus();
    await page.keyboard.type("glasv");
    await page.getByRole("listbox").waitFor();
    assert.equal(await page.getByRole("combobox").getAttribute("aria-expanded"), "true");
    await page.keyboard.press("ArrowDown");
    const chosen = page.getByRole("option", { selected: true });
    const words = (await chosen.innerText()).trim();
    assert.equal(await box(page).getAttribute("aria-activedescendant"), await chosen.getAttribute("id"));
    await page.keyboard.press("Escape");
    await page.getByRole("listbox").waitFor({ state: "hidden" });
    await page.keyboard.type("e");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/vraag=glasv/);
    assert.match(words, /^glasv/i);
    await titles(page).first().waitFor();
  }));

test("all of it without JavaScript", () =>
  visit({ javaScriptEnabled: false }, async (page) => {
    await page.goto(at("/"));
    await search(page, "gemeente");
    await titles(page).first().waitFor();
    await filter(page, /^Brinkhaven/);
    await page.waitForURL(/gemeente=Brinkhaven/);
    await page.getByRole("navigation", { name: "Bladzijden" }).getByRole("link", { name: /^\W*Volgende/ }).click();
    await page.waitForURL(/pagina=2/);
    assert.equal(parameters(page).get("gemeente"), "Brinkhaven");
    const title = await titles(page).first().innerText();
    await titles(page).first().click();
    await page.waitForURL("**/document/**");
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), title);
    // What only works with JavaScript is not offered.
    assert.equal(await page.getByRole("button", { name: "Kopieer verwijzing" }).count(), 0);
    await page.getByRole("link", { name: "Terug naar de resultaten" }).click();
    await page.waitForURL(/vraag=gemeente/);
  }));

test("English, and Dutch again, with the question kept", () =>
  visit({}, async (page) => {
    await page.goto(at("/?vraag=glasvezel"));
    assert.equal(await page.locator("html").getAttribute("lang"), "nl");
    await page.getByRole("link", { name: "English" }).click();
    await page.waitForURL(/lang=en/);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    assert.equal(parameters(page).get("lang"), "en");
    assert.equal(await box(page).inputValue(), "glasvezel");
    await page.getByText(/passages found/).waitFor();
    // What documents say stays Dutch, and says so to a screen reader.
    assert.equal(await page.getByRole("article").first().locator("[lang=nl]").first().count(), 1);
    await page.getByRole("link", { name: "Nederlands" }).click();
    await page.getByRole("button", { name: "Zoek", exact: true }).waitFor();
  }));

test("did you mean", () =>
  visit({}, async (page) => {
    await page.goto(at("/?vraag=glasvezzel"));
    await page.getByText("Bedoelde u").getByRole("link", { name: "glasvezel" }).click();
    await page.waitForURL(/vraag=glasvezel(&|$)/);
  }));

test("nothing found: an empty state that helps", () =>
  visit({}, async (page) => {
    await page.goto(at("/?vraag=onzinwoordxyz&gemeente=Waldervoort"));
    assert.match(await count(page).innerText(), /Niets gevonden voor .?onzinwoordxyz/);
    await page.getByRole("heading", { name: "Zoek met minder filters" }).waitFor();
    await page.getByRole("heading", { name: "Probeer andere woorden" }).waitFor();
    const searched = page.getByRole("region", { name: "Wat is doorzocht" });
    const { documenten } = await api("/v1/status");
    assert.match(await searched.innerText(), new RegExp(`${documenten} documenten`));
    // A filter can be left without typing again.
    await page.getByRole("region", { name: "Zoek met minder filters" }).getByRole("link").first().click();
    await page.waitForURL((url) => !url.searchParams.has("gemeente"));
  }));

test("a query that cannot be read says why and stays in the box", () =>
  visit({}, async (page) => {
    const answer = await page.goto(at("/?vraag=jaar%3Aabc"));
    assert.equal(answer.status(), 400);
    await page.getByText(/abc/).first().waitFor();
    assert.equal(await box(page).inputValue(), "jaar:abc");
    assert.equal(await box(page).getAttribute("aria-invalid"), "true");
    const described = await box(page).evaluate((input) => document.getElementById(input.getAttribute("aria-describedby"))?.innerText ?? "");
    assert.match(described, /abc/);
  }));

test("keys between results", () =>
  visit({}, async (page) => {
    await page.goto(at("/?vraag=glasvezel"));
    const focused = () => titles(page).evaluateAll((all) => all.indexOf(document.activeElement));
    await titles(page).first().focus();
    await page.keyboard.press("j");
    assert.equal(await focused(), 1);
    await page.keyboard.press("k");
    assert.equal(await focused(), 0);
    await page.keyboard.press("/");
    assert.ok(await box(page).evaluate((input) => input === document.activeElement));
    await page.keyboard.type("jk/");
    assert.match(await box(page).inputValue(), /jk\//);
  }));
