// Payloads in everything that a reader, an address or a document can bring: nothing of it runs, and nothing of it
// becomes markup. A page that is unsafe on purpose shows that the payloads work and that these tests notice.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PAYLOADS } from "./payloads.mjs";
import { WORD } from "./hostile-corpus.mjs";
import { FOREIGN, HOSTILE, SERVER, api, open } from "./support.mjs";

const LANES = 3; // pages at once
const SMALL = { viewport: { width: 320, height: 240 } }; // little to paint
const texts = PAYLOADS.map(({ text }) => text);

/** In a page or shadow root: what markup there must not be. */
const suspicious = () => {
  const roots = [document, ...[...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean)];
  const found = [];
  for (const element of roots.flatMap((root) => [...root.querySelectorAll("*")])) {
    const tell = (why) => found.push(`${why}: ${element.outerHTML.slice(0, 200)}`);
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || name === "style" || name === "srcdoc") tell(name);
      if (/^(href|src|action|formaction|data|xlink:href|poster|background)$/i.test(name)) {
        const address = URL.canParse(value, document.baseURI) ? new URL(value, document.baseURI) : null;
        if (!address || !/^(https?|mailto):$/.test(address.protocol)) tell("address");
        else if (address.protocol !== "mailto:" && !window.allowedOrigins.includes(address.origin)) tell("elsewhere");
      }
    }
    if (element.matches("script:not([src]), style, iframe, object, embed, base, meta[http-equiv], marquee, math, foreignObject, plaintext, x")) tell("element");
  }
  return found;
};

/** Opens `LANES` pages and lets each take addresses until none is left; gives what was wrong, and what `look` gave. */
async function browse(addresses, look = () => null) {
  const queue = addresses.entries();
  const faults = [];
  const seen = [];
  await Promise.all(Array.from({ length: LANES }, async () => {
    const { page, context, problems, close } = await open(SMALL);
    await context.addInitScript((origins) => (window.allowedOrigins = origins), [SERVER, HOSTILE]);
    for (const [index, address] of queue) {
      const before = problems.length;
      await page.goto(address, { waitUntil: "load" });
      for (const fault of await page.evaluate(suspicious)) faults.push(`${address}: ${fault}`);
      for (const problem of problems.slice(before)) faults.push(`${address}: ${problem}`);
      seen[index] = await page.evaluate(look);
    }
    await page.waitForTimeout(200); // for what runs late
    for (const problem of problems) faults.push(problem);
    await close();
  }));
  return { faults: [...new Set(faults)], seen };
}

const query = (parameters) => new URLSearchParams(parameters).toString();

test("there are 400 payloads and more, none twice", () => {
  assert.ok(new Set(texts).size >= 400, String(texts.length));
});

test("they do run where a page does not escape, and that is noticed", async () => {
  const { faults } = await browse(texts.filter((_, index) => index % 5 === 0).map((text) => `${FOREIGN}/unsafe?${query({ vraag: text })}`));
  const ran = new Set(faults.filter((fault) => /: ran in|: dialog/.test(fault)).map((fault) => fault.split(": ")[0]));
  assert.ok(ran.size >= 20, `${ran.size} ran`);
  assert.ok(faults.some((fault) => fault.includes("onerror")), "markup is noticed as well");
});

/** Whether a box can hold `text` and this is what it holds, but for what no box can. */
const same = (text, value) => value !== null && value.replace(/\s+/g, " ").trim() === text.replace(/[\r\n]/g, "").replaceAll("\u0000", "\uFFFD").replace(/\s+/g, " ").trim();

test("as a query", async () => {
  const look = () => document.querySelector("input[name=vraag]")?.value ?? null;
  const { faults, seen } = await browse(texts.map((text) => `${SERVER}/?${query({ vraag: text, aantal: "1" })}`), look);
  assert.deepEqual(faults, []);
  // They did come to the page: its box holds them.
  const echoed = texts.filter((text, index) => same(text, seen[index])).length;
  assert.ok(echoed >= 0.9 * texts.length, `${echoed} of ${texts.length} came back`);
});

/** The payloads by fours, as the pages below hold several at once. */
const fours = texts.filter((_, index) => index % 4 === 0).map((_, index) => texts.slice(index * 4, index * 4 + 4));

test("as a query on the page for a frame, and in a document", async () => {
  const { treffers } = await api("/v1/passages?vraag=glasvezel");
  const { document } = treffers[0];
  const addresses = fours.flatMap((four) => {
    const vraag = four.join(" ");
    return [`${SERVER}/inbedden?${query({ vraag })}`, `${SERVER}/document/${document.id}?${query({ vraag, passage: four[0] })}`,
      `${SERVER}/document/${encodeURIComponent(`x${four[1]}`)}?${query({ vraag: four[2] })}`];
  });
  const { faults } = await browse(addresses);
  assert.deepEqual(faults, []);
});

test("as values of filters, and as values and names that are refused", async () => {
  const refused = ["van", "tot", "jaar", "sorteer", "pagina", "aantal", "groepeer", "lang", "uitleg"];
  const addresses = fours.flatMap((four, index) => {
    const filters = ["gemeente", "soort", "verzameling", "taal"].flatMap((name) => four.map((text) => [name, text]));
    return [`${SERVER}/?${query([["vraag", "glasvezel"], ...filters])}`, `${SERVER}/?${query({ vraag: "glasvezel", [refused[index % refused.length]]: four[0] })}`,
      `${SERVER}/?${query({ [four[1]]: "1" })}`];
  });
  const { faults, seen } = await browse(addresses, () => document.querySelector("main").innerText);
  assert.deepEqual(faults, []);
  const plain = (text) => text.replace(/\s+/g, "");
  const shown = fours.filter((four, index) => plain(seen[index * 3]).includes(plain(four[3]))).length;
  assert.ok(shown >= 0.7 * fours.length, `${shown} of ${fours.length} filters are shown`);
});

test("in the feed: well formed, and nothing but Atom", async () => {
  const feeds = [];
  for (const text of texts) feeds.push([text, await fetch(`${SERVER}/atom?${query({ vraag: text, aantal: "1" })}`)]);
  for (let number = 1; number <= 9; number++) {
    feeds.push([`page ${number}`, await fetch(`${HOSTILE}/atom?${query({ vraag: WORD, aantal: "50", pagina: String(number) })}`)]);
  }
  const bodies = await Promise.all(feeds.map(async ([text, answer]) => ({ text, status: answer.status, type: answer.headers.get("content-type"), body: await answer.text() })));
  const good = bodies.filter(({ status }) => status === 200);
  assert.ok(good.length >= texts.length / 2, `${good.length} feeds`);
  for (const { text, status, type } of bodies) {
    if (status === 200) assert.match(type, /^application\/atom\+xml/, text);
    else assert.ok(status === 400 && /^(application\/problem\+json|text\/html)/.test(type), `${text}: ${status} ${type}`);
  }
  const { page, close, problems } = await open();
  const faults = await page.evaluate((all) => all.flatMap(({ text, body }) => {
    const feed = new DOMParser().parseFromString(body, "application/xml");
    const broken = feed.querySelector("parsererror");
    if (broken) return [`${text}: ${broken.textContent.slice(0, 200)}`];
    const other = [...feed.querySelectorAll("*")].filter((one) => one.namespaceURI !== "http://www.w3.org/2005/Atom" && !/opensearch/i.test(one.namespaceURI));
    const links = [...feed.querySelectorAll("[href]")].filter((one) => !/^https?:/.test(one.getAttribute("href")));
    return [...other, ...links].map((one) => `${text}: ${one.outerHTML.slice(0, 200)}`);
  }), good);
  assert.deepEqual([...faults, ...problems], []);
  await close();
});

test("in titles, file names, headings, text and metadata of documents", async () => {
  const first = await api(`/v1/passages?${query({ vraag: WORD, aantal: "50" })}`, HOSTILE);
  assert.ok(first.facetten.gemeente.some(({ waarde }) => /[<>]/.test(waarde)), "payloads came into the facets");
  const count = Math.ceil(first.totaal / 50);
  const addresses = [`${HOSTILE}/`, `${HOSTILE}/over`, `${HOSTILE}/over?lang=en`];
  const documents = new Map();
  for (let number = 1; number <= Math.min(20, count); number++) {
    const parameters = { vraag: WORD, aantal: "50", pagina: String(number) };
    addresses.push(`${HOSTILE}/?${query(parameters)}`, `${HOSTILE}/inbedden?${query(parameters)}`);
    const { treffers } = await api(`/v1/passages?${query(parameters)}`, HOSTILE);
    for (const { document, passage } of treffers) documents.set(document.id, `${HOSTILE}/document/${document.id}?${query({ vraag: WORD, passage: passage.id })}`);
  }
  assert.ok(documents.size >= 390, `${documents.size} documents`);
  const { faults, seen } = await browse([...addresses, ...documents.values()], () => /[<>"]/.test(document.querySelector("main")?.innerText ?? ""));
  assert.deepEqual(faults, []);
  assert.ok(seen.filter(Boolean).length >= 0.7 * documents.size, "payloads came to the pages as text");
});

/** Puts each text in the widget's box, searches, and waits for the answer; in the page itself, as that is fastest. */
const searchAll = async (all) => {
  const root = document.querySelector("raadpleeg-zoek").shadowRoot;
  let answered = 0;
  for (const text of all) {
    root.querySelector("input").value = text;
    root.querySelector("form").requestSubmit();
    const until = performance.now() + 5000;
    const busy = () => root.querySelector("[aria-busy=true]") || root.querySelector("[role=status]").textContent === "";
    while (busy() && performance.now() < until) await new Promise((wait) => setTimeout(wait, 5));
    if (!busy()) answered += 1;
  }
  return answered;
};

test("in the widget: as a query, as an attribute, and in what it finds", async () => {
  for (const [parameters, asked] of [[{}, texts], [{ server: "hostile", aantal: "20" }, [WORD, ...texts]]]) {
    const { page, problems, close } = await open();
    await page.goto(`${FOREIGN}/widget?${query(parameters)}`);
    await page.evaluate((origins) => (window.allowedOrigins = origins), [SERVER, HOSTILE, FOREIGN]);
    const faults = [];
    for (let from = 0; from < asked.length; from += 40) {
      const some = asked.slice(from, from + 40);
      assert.equal(await page.evaluate(searchAll, some), some.length, "all answered");
      faults.push(...(await page.evaluate(suspicious)));
    }
    // What was found holds payloads, as text.
    if (asked[0] === WORD) {
      assert.equal(await page.evaluate(searchAll, [WORD]), 1);
      const shown = await page.getByRole("listitem").allInnerTexts();
      assert.ok(shown.length === 20 && shown.filter((text) => /[<>"]/.test(text)).length >= 10, shown.join("\n"));
    }
    // Suggestions hold titles.
    await page.getByRole("combobox").fill("");
    await page.getByRole("combobox").pressSequentially(WORD);
    await page.waitForTimeout(400);
    faults.push(...(await page.evaluate(suspicious)));
    // Queries that cannot be read are answered with 400, which the browser tells.
    faults.push(...problems.filter((problem) => !/status of 400/.test(problem)));
    assert.deepEqual(faults, []);
    await close();
  }
  const attributes = texts.filter((_, index) => index % 8 === 0);
  const { faults } = await browse(attributes.map((text) => `${FOREIGN}/widget?${query({ label: text, placeholder: text, collection: text, gemeente: text, lang: text })}`));
  // The host page's own links go to itself.
  assert.deepEqual(faults.filter((fault) => !/elsewhere: <link/.test(fault)), []);
});

test("in exports: no cell begins a formula", async () => {
  const answer = await fetch(`${HOSTILE}/v1/passages?${query({ vraag: WORD, formaat: "csv", aantal: "1000" })}`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type"), /^text\/csv/);
  const rows = (await answer.text()).replace(/^\uFEFF/, "");
  const cells = [...rows.matchAll(/(?:^|[,;\r\n])("(?:[^"]|"")*"|[^,;"\r\n]*)/g)].map(([, cell]) => cell.replace(/^"|"$/g, "").replaceAll('""', '"'));
  assert.ok(cells.length > 1000, `${cells.length} cells`);
  // Numbers may be below zero.
  assert.deepEqual(cells.filter((cell) => /^[=+@\t\r]|^-(?![\d.]+$)/.test(cell)), []);
});
