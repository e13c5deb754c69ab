// What everyone can do on every page: WCAG 2.2 by axe-core, valid HTML, the keyboard, narrow and enlarged windows, print,
// light and dark; and that a page asks nothing of other sites and says nothing in the console.

import assert from "node:assert/strict";
import { test } from "node:test";
import { HtmlValidate } from "html-validate";
import { FOREIGN, HOSTILE, SERVER, assertAccessible, box, inLanguage, pages, visit } from "./support.mjs";

const MOST_TABS = 600;
const all = Object.entries(await pages());

/** What the keyboard can reach, and what of it the reader sees when it is there. */
const reachable = () => {
  const selector = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const visible = { checkVisibility: true, visibilityProperty: true, contentVisibilityAuto: true };
  return [...document.querySelectorAll(selector)].filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility(visible));
};

for (const colorScheme of ["light", "dark"]) {
  for (const lang of ["nl", "en"]) {
    test(`WCAG 2.2 A and AA, ${colorScheme}, ${lang}`, () =>
      visit({ colorScheme }, async (page) => {
        for (const [name, path] of all) {
          await page.goto(SERVER + inLanguage(path, lang));
          assert.equal(await page.locator("html").getAttribute("lang"), lang, name);
          // Folded parts are read as well.
          await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
          await assertAccessible(page, `${name} ${colorScheme} ${lang}`);
        }
      }));
  }
}

test("WCAG 2.2 A and AA with suggestions, on a phone", () =>
  visit({ viewport: { width: 360, height: 700 } }, async (page) => {
    for (const [name, path] of all) {
      await page.goto(SERVER + path);
      await assertAccessible(page, `${name} phone`);
    }
    await page.goto(SERVER);
    await box(page).pressSequentially("glas");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await assertAccessible(page, "suggestions");
  }));

test("valid HTML", async () => {
  const validator = new HtmlValidate({
    root: true,
    extends: ["html-validate:recommended", "html-validate:document"],
    // Of the source text's looks nothing is asked, titles of documents are as long as they are, and a file of the
    // server itself needs no integrity.
    rules: { "no-trailing-whitespace": "off", "long-title": "off", "void-style": "off", "require-sri": ["error", { target: "crossorigin" }],
      // The values of one filter are boxes of one name.
      "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "submit"] }] },
  });
  const addresses = all.flatMap(([, path]) => ["nl", "en"].map((lang) => SERVER + inLanguage(path, lang)));
  for (const address of addresses) {
    const answer = await fetch(address);
    assert.match(answer.headers.get("content-type"), /^text\/html/);
    const report = await validator.validateString(await answer.text());
    const messages = report.results.flatMap(({ messages: found }) => found.map((one) => `${one.line}: ${one.ruleId}: ${one.message} (${one.selector})`));
    assert.deepEqual(messages, [], address);
  }
});

test("Tab reaches everything, in order, and the focus shows", () =>
  visit({}, async (page) => {
    for (const [name, path] of all) {
      await page.goto(SERVER + path);
      // From the top of the page, also where it opened further down.
      await page.evaluate(`window.expected = (${reachable})(); window.seen = [];`);
      await page.evaluate(() => {
        const top = document.createElement("span");
        top.tabIndex = -1;
        document.body.prepend(top);
        top.focus();
      });
      const faults = [];
      for (let tabs = 0; tabs < MOST_TABS; tabs++) {
        await page.keyboard.press("Tab");
        const state = await page.evaluate(() => {
          const element = document.activeElement;
          if (!element || element === document.body) return "end";
          if (window.seen.at(-1) === element) return "same"; // a date has several stops
          if (window.seen.includes(element)) return "end";
          window.seen.push(element);
          const style = getComputedStyle(element);
          const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
          const shows = outlined || style.boxShadow !== "none";
          const { width, height } = element.getBoundingClientRect();
          return shows && width > 0 && height > 0 ? "shown" : `no visible focus: ${element.outerHTML.slice(0, 120)}`;
        });
        if (state === "end") break;
        if (state !== "shown" && state !== "same") faults.push(state);
      }
      const missed = await page.evaluate(() => window.expected.filter((one) => !window.seen.includes(one)).map((one) => one.outerHTML.slice(0, 120)));
      assert.deepEqual({ faults, missed }, { faults: [], missed: [] }, name);
      const inOrder = await page.evaluate(() =>
        window.seen.every((one, at) => at === 0 || window.seen[at - 1].compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING));
      assert.ok(inOrder, `${name}: in the order of the text`);
    }
  }));

test("the first Tab offers a way past the header", () =>
  visit({}, async (page) => {
    await page.goto(`${SERVER}/?vraag=glasvezel`);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("Tab");
    await page.locator(":focus").and(page.getByRole("link", { name: "Naar de resultaten" })).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.querySelector("#resultaten").contains(document.activeElement)));
  }));

test("320 pixels wide (400% of 1280), also with wide spacing of text: nothing beside the window", () =>
  visit({ viewport: { width: 320, height: 256 } }, async (page) => {
    for (const [name, path] of [...all, ["widget", null]]) {
      await page.goto(path === null ? `${FOREIGN}/widget` : SERVER + path);
      await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
      const beyond = () => page.evaluate(() => {
        const wide = document.documentElement.scrollWidth - innerWidth;
        const culprit = [...document.querySelectorAll("main *")].find((one) => one.getBoundingClientRect().right > innerWidth + 1);
        return wide > 0 ? `${wide} pixels: ${culprit?.outerHTML.slice(0, 160)}` : "";
      });
      assert.equal(await beyond(), "", name);
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
        document.adoptedStyleSheets = [sheet];
      });
      assert.equal(await beyond(), "", `${name} with wide spacing`);
    }
  }));

test("print: the text, and not what is for the screen", () =>
  visit({}, async (page) => {
    for (const [name, path] of all.filter(([each]) => ["results", "document", "over"].includes(each))) {
      await page.goto(SERVER + path);
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.getByRole("search").first().isVisible(), false, `${name}: no search box`);
      assert.ok(await page.getByRole("main").isVisible());
      if (name !== "over") assert.ok(await page.getByText("glasvezel").first().isVisible());
      const ink = await page.evaluate(() => getComputedStyle(document.querySelector("main p")).color);
      assert.match(ink, /rgb\((\d|[1-9]\d), /, `${name}: dark ink`);
      const sheet = await page.pdf({ format: "A4" });
      assert.ok(sheet.subarray(0, 5).toString() === "%PDF-" && sheet.length > 5000, name);
      await page.emulateMedia({ media: "screen" });
    }
  }));

test("light and dark follow the system, and a theme's tokens reach the page", async () => {
  const colour = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const brightness = (text) => text.match(/[\d.]+/g).slice(0, 3).map(Number).reduce((sum, one) => sum + one) / 3;
  const seen = {};
  for (const colorScheme of ["light", "dark"]) {
    await visit({ colorScheme }, async (page) => {
      await page.goto(`${SERVER}/?vraag=glasvezel`);
      seen[colorScheme] = brightness(await colour(page));
      // The other server has a house style (run.mjs).
      await page.goto(`${HOSTILE}/`);
      assert.equal(await colour(page), { light: "rgb(255, 247, 230)", dark: "rgb(29, 18, 8)" }[colorScheme]);
    });
  }
  assert.ok(seen.light > 200 && seen.dark < 80, JSON.stringify(seen));
});

test("forced colours and reduced motion", () =>
  visit({ forcedColors: "active", reducedMotion: "reduce" }, async (page) => {
    await page.goto(`${SERVER}/?vraag=glasvezel`);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")].filter((one) => {
        const { transitionDuration, animationName } = getComputedStyle(one);
        return animationName !== "none" || transitionDuration.split(",").some((time) => parseFloat(time) > 0.01);
      }).map((one) => one.outerHTML.slice(0, 80)));
    assert.deepEqual(moving, []);
    const mark = await page.locator("mark").first().evaluate((one) => {
      const { backgroundColor, outlineStyle, textDecorationLine, fontWeight } = getComputedStyle(one);
      return { different: backgroundColor !== getComputedStyle(document.body).backgroundColor, outlineStyle, textDecorationLine, fontWeight };
    });
    assert.ok(mark.different || mark.outlineStyle !== "none" || mark.textDecorationLine !== "none" || Number(mark.fontWeight) >= 600, JSON.stringify(mark));
  }));
