// The widget inside another site's page with a strict Content-Security-Policy.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { FOREIGN, SERVER, api, assertAccessible, visit } from "./support.mjs";

const MOST_BYTES = 15_000;

const host = (attributes = {}) => `${FOREIGN}/widget?${new URLSearchParams(attributes)}`;
const field = (page) => page.getByRole("combobox");
const status = (page) => page.getByRole("status");
const links = (page) => page.getByRole("listitem").getByRole("link");

async function search(page, words) {
  await field(page).fill(words);
  await page.getByRole("button", { name: "Zoek", exact: true }).click();
}

/** Types words and waits for the suggestions. */
async function type(page, words) {
  await field(page).pressSequentially(words);
  await page.getByRole("option").first().waitFor();
}

test("the script is small", async () => {
  const answer = await fetch(`${SERVER}/widget.js`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type"), /javascript/);
  assert.equal(answer.headers.get("cross-origin-resource-policy"), "cross-origin");
  const size = gzipSync(await answer.text(), { level: 9 }).length;
  assert.ok(size < MOST_BYTES, `${size} bytes`);
});

test("it finds passages and links to them", () =>
  visit({}, async (page) => {
    const { totaal, treffers } = await api("/v1/passages?vraag=glasvezel&aantal=5");
    await page.goto(host());
    await page.getByRole("search", { name: "Zoek in documenten" }).waitFor();
    assert.equal(await field(page).getAttribute("type"), "search");
    await search(page, "glasvezel");
    await links(page).first().waitFor();
    assert.match(await status(page).innerText(), new RegExp(`^${totaal} passages gevonden`));
    assert.deepEqual(await links(page).allInnerTexts(), treffers.map(({ document }) => document.titel));
    const target = new URL(await links(page).first().getAttribute("href"));
    assert.equal(target.origin + target.pathname, `${SERVER}/document/${treffers[0].document.id}`);
    assert.deepEqual(Object.fromEntries(target.searchParams), { passage: treffers[0].passage.id, vraag: "glasvezel" });
    const first = page.getByRole("listitem").first();
    assert.equal(await first.locator("mark").first().innerText(), treffers[0].fragment.find(({ treffer }) => treffer).tekst);
    // All passages of the document count, also those that the answer does not hold.
    const more = treffers.map(({ aantalMeer }) => (aantalMeer || null));
    const told = (await page.getByRole("listitem").allInnerTexts()).map((text) => Number(/nog (\d+) passages? in dit document/.exec(text)?.[1]) || null);
    assert.deepEqual(told, more);
    assert.match(await first.innerText(), /Waldervoort nieuwsbericht 14 maart 2022/);
    assert.match(await first.innerText(), new RegExp(treffers[0].passage.koppen.join(" › ")));
    await page.getByRole("link", { name: `Alle ${totaal} resultaten bekijken` }).click();
    await page.waitForURL(`${SERVER}/?vraag=glasvezel`);
  }));

test("a result opens the document on the server, at its passage", () =>
  visit({ viewport: { width: 1000, height: 500 } }, async (page) => {
    await page.goto(host({ aantal: "1" }));
    // An article far into its document.
    await search(page, "citeertitel inwerkingtreding");
    await links(page).first().click();
    await page.waitForURL(`${SERVER}/document/**`);
    const opened = page.getByRole("region", { name: /geopend/ });
    const top = () => opened.evaluate((element) => element.getBoundingClientRect().top);
    assert.ok(await page.evaluate(() => scrollY > 0) && (await top()) >= 0 && (await top()) < 500, `top at ${await top()}`);
  }));

test("suggestions by keyboard alone", () =>
  visit({}, async (page) => {
    await page.goto(host());
    await page.keyboard.press("Tab");
    await page.keyboard.type("glasv");
    await page.getByRole("listbox", { name: "Suggesties" }).waitFor();
    assert.equal(await field(page).getAttribute("aria-expanded"), "true");
    await page.keyboard.press("ArrowDown");
    const chosen = page.getByRole("option", { selected: true });
    const words = await chosen.innerText();
    assert.equal(await field(page).getAttribute("aria-activedescendant"), await chosen.getAttribute("id"));
    await page.keyboard.press("Enter");
    await links(page).first().waitFor();
    assert.equal(await field(page).inputValue(), words);
    assert.equal(await field(page).getAttribute("aria-expanded"), "false");
    assert.equal(await page.getByRole("listbox").count(), 0);
  }));

test("suggestions: around the ends, left by Escape, chosen with a mouse", () =>
  visit({}, async (page) => {
    await page.goto(host());
    await type(page, "glas");
    const count = await page.getByRole("option").count();
    const chosen = async () => page.getByRole("option").evaluateAll((all) => all.findIndex((one) => one.ariaSelected === "true"));
    await page.keyboard.press("ArrowUp");
    assert.equal(await chosen(), count - 1);
    await page.keyboard.press("ArrowDown");
    assert.equal(await chosen(), 0);
    await page.keyboard.press("ArrowLeft");
    assert.equal(await chosen(), -1);
    await page.keyboard.press("Escape");
    await page.getByRole("listbox").waitFor({ state: "detached" });
    assert.equal(await field(page).inputValue(), "glas");
    await field(page).fill("");
    await type(page, "glasv");
    const words = await page.getByRole("option").first().innerText();
    await page.getByRole("option").first().click();
    await links(page).first().waitFor();
    assert.equal(await field(page).inputValue(), words);
  }));

test("collection and gemeente are filters", () =>
  visit({}, async (page) => {
    const { verzamelingen } = await api("/v1/status");
    const collection = verzamelingen[0].naam;
    await page.goto(host({ gemeente: "Waldervoort, Elzenmeer", collection, aantal: "3" }));
    const call = page.waitForRequest((request) => request.url().includes("/v1/passages"));
    await search(page, "vergunning");
    const { searchParams } = new URL((await call).url());
    assert.deepEqual(searchParams.getAll("gemeente"), ["Waldervoort", "Elzenmeer"]);
    assert.deepEqual(searchParams.getAll("verzameling"), [collection]);
    assert.equal(searchParams.get("aantal"), "3");
    const all = new URL(await page.locator("a.all").getAttribute("href"));
    assert.deepEqual(all.searchParams.getAll("gemeente"), ["Waldervoort", "Elzenmeer"]);
  }));

test("no credentials and no referrer go along", () =>
  visit({}, async (page, { context }) => {
    await context.addCookies([{ name: "sessie", value: "geheim", url: SERVER }]);
    await page.goto(host());
    const call = page.waitForRequest((request) => request.url().includes("/v1/passages"));
    await search(page, "glasvezel");
    const headers = await (await call).allHeaders();
    assert.equal(headers.cookie, undefined);
    assert.equal(headers.referer, undefined);
  }));

test("link: results open on the search page", () =>
  visit({}, async (page) => {
    await page.goto(host({ link: "", gemeente: "Waldervoort" }));
    await search(page, "glasvezel");
    await page.waitForURL(`${SERVER}/?vraag=glasvezel&gemeente=Waldervoort`);
  }));

test("nothing found, a correction, a query that cannot be read", () =>
  visit({}, async (page, { problems }) => {
    await page.goto(host());
    await search(page, "onzinwoordxyz");
    await page.getByText("Niets gevonden voor “onzinwoordxyz”.").waitFor();
    await search(page, "glasvezzel");
    await page.getByRole("button", { name: "glasvezel" }).click();
    await status(page).getByText("passages gevonden").waitFor();
    await field(page).and(page.locator(":focus")).waitFor();
    assert.equal(await field(page).inputValue(), "glasvezel");
    await search(page, "jaar:abc");
    await status(page).getByText(/abc/).waitFor();
    assert.equal(await links(page).count(), 0);
    // The browser tells of the 400 that was asked for.
    assert.ok(problems.length === 1 && /status of 400/.test(problems.pop()));
  }));

test("a server that is busy, fails, or is away", async () => {
  const cases = [
    [{ status: 503, body: "{}" }, "Het is nu druk."],
    [{ status: 429, body: "{}" }, "Het is nu druk."],
    [{ status: 500, body: "<h1>kapot</h1>" }, "Het zoeken lukt nu niet."],
    [{ status: 200, body: "[]" }, "Het zoeken lukt nu niet."],
    [null, "Het zoeken lukt nu niet."],
  ];
  for (const [answer, message] of cases) {
    await visit({}, async (page, { problems }) => {
      const headers = { "Access-Control-Allow-Origin": FOREIGN, "Content-Type": "application/json" };
      await page.route("**/v1/passages?*", (route) => (answer ? route.fulfill({ ...answer, headers }) : route.abort()));
      await page.goto(host());
      await search(page, "glasvezel");
      await status(page).getByText(message).waitFor();
      await page.getByRole("link", { name: "Verder zoeken op de zoekpagina" }).waitFor();
      problems.length = 0; // Failed calls are what this test makes.
    });
  }
});

test("a later search wins from an earlier one that is slower", () =>
  visit({}, async (page) => {
    await page.route("**/v1/passages?vraag=parkeren*", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue().catch(() => {});
    });
    await page.goto(host());
    await search(page, "parkeren");
    await search(page, "glasvezel");
    await links(page).first().waitFor();
    await page.waitForTimeout(700);
    assert.match(await page.locator("a.all").getAttribute("href"), /vraag=glasvezel$/);
    assert.equal(await field(page).inputValue(), "glasvezel");
  }));

test("a result that is not whole says so", () =>
  visit({}, async (page) => {
    await page.route("**/v1/passages?*", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), volledig: false } });
    });
    await page.goto(host());
    await search(page, "glasvezel");
    await status(page).getByText("Misschien zijn er nog meer resultaten").waitFor();
  }));

test("English, by the attribute and by the page around it", () =>
  visit({}, async (page) => {
    for (const attributes of [{ lang: "en" }, { "pagina-taal": "en-GB" }]) {
      await page.goto(host(attributes));
      await field(page).fill("glasvezel");
      await page.getByRole("button", { name: "Search", exact: true }).click();
      await status(page).getByText("passages found").waitFor();
      assert.match(await links(page).first().getAttribute("href"), /[?&]lang=en/);
      // The documents stay Dutch, and say so to a screen reader.
      assert.equal(await links(page).first().getAttribute("lang"), "nl");
    }
  }));

test("without JavaScript the form inside works", () =>
  visit({ javaScriptEnabled: false }, async (page) => {
    await page.goto(host());
    await page.getByRole("searchbox", { name: "Zoek in stukken" }).fill("glasvezel");
    await page.getByRole("button", { name: "Zoek" }).click();
    await page.waitForURL(`${SERVER}/?vraag=glasvezel`);
  }));

test("label and placeholder, also when they change later", () =>
  visit({}, async (page) => {
    await page.goto(host({ label: "Zoek in raadsstukken", placeholder: "Bijvoorbeeld: glasvezel" }));
    await page.getByRole("search", { name: "Zoek in raadsstukken" }).waitFor();
    assert.equal(await page.getByLabel("Zoek in raadsstukken").getByPlaceholder("Bijvoorbeeld: glasvezel").count(), 1);
    await field(page).fill("halve vraag");
    await page.locator("raadpleeg-zoek").evaluate((element) => element.setAttribute("label", "Anders"));
    await page.getByRole("search", { name: "Anders" }).waitFor();
    assert.equal(await field(page).inputValue(), "halve vraag");
  }));

test("tokens of the page reach into it, in light and dark", async () => {
  const background = (page) => page.locator("raadpleeg-zoek").evaluate((element) => getComputedStyle(element).backgroundColor);
  const cases = [
    ["light", {}, "rgb(255, 255, 255)"],
    ["dark", {}, "rgb(17, 24, 28)"],
    ["dark", { kleuren: "licht" }, "rgb(255, 255, 255)"],
    ["light", { kleuren: "donker" }, "rgb(17, 24, 28)"],
    ["light", { class: "huisstijl" }, "rgb(255, 247, 230)"],
    ["dark", { class: "huisstijl" }, "rgb(29, 18, 8)"],
    ["dark", { class: "huisstijl", kleuren: "licht" }, "rgb(255, 247, 230)"],
  ];
  for (const [colorScheme, attributes, expected] of cases) {
    await visit({ colorScheme }, async (page) => {
      await page.goto(host(attributes));
      await field(page).waitFor();
      assert.equal(await background(page), expected, `${colorScheme} ${JSON.stringify(attributes)}`);
    });
  }
});

test("accessible before, while suggesting, with results and empty; light, dark, both languages", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const lang of ["nl", "en"]) {
      await visit({ colorScheme, reducedMotion: "reduce" }, async (page) => {
        const what = `widget ${colorScheme} ${lang}`;
        await page.goto(host({ lang }));
        await field(page).waitFor();
        await assertAccessible(page, what);
        await type(page, "glasv");
        await page.keyboard.press("ArrowDown");
        await assertAccessible(page, `${what} suggestions`);
        await page.keyboard.press("Enter");
        await links(page).first().waitFor();
        await assertAccessible(page, `${what} results`);
        await field(page).fill("onzinwoordxyz");
        await page.keyboard.press("Enter");
        await page.getByText(/“onzinwoordxyz”/).waitFor();
        await assertAccessible(page, `${what} empty`);
      });
    }
  }
});

test("fits a phone of 320 pixels, and forced colours", () =>
  visit({ viewport: { width: 320, height: 600 }, forcedColors: "active" }, async (page) => {
    await page.goto(host());
    await search(page, "glasvezel");
    await links(page).first().waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await field(page).fill("");
    await type(page, "glas");
    await page.keyboard.press("ArrowDown");
    const colours = (selected) => page.getByRole("option", { selected }).first().evaluate((one) => getComputedStyle(one).backgroundColor);
    assert.notEqual(await colours(true), await colours(false));
  }));

test("no script of the widget makes markup of text", async () => {
  const source = await (await fetch(`${SERVER}/widget.js`)).text();
  assert.doesNotMatch(source, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/);
  const ours = process.env.RAADPLEEG_WIDGET && (await readFile(process.env.RAADPLEEG_WIDGET, "utf8"));
  if (ours) assert.equal(source, ours);
});
