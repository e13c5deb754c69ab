// What all browser tests share: where the servers are, a browser, pages that tell what went wrong in them, and axe.
// What is tested stands in the *.test.mjs files; what runs the servers in run.mjs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after } from "node:test";
import { chromium } from "playwright-core";

/** The server with the project's own corpus, without a slash at the end. */
export const SERVER = setting("RAADPLEEG_URL");
/** The server with the documents of hostile-corpus.mjs. */
export const HOSTILE = setting("RAADPLEEG_HOSTILE_URL");
/** Another site (foreign.mjs), whose origin both servers have in `embed`. */
export const FOREIGN = setting("RAADPLEEG_FOREIGN_URL");

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the tests with \`node run.mjs\``);
  return value.replace(/\/+$/, "");
}

let launched = null;
// Pictures (screenshots.mjs) are made outside a test run, and end their browser themselves.
if (process.env.NODE_TEST_CONTEXT) after(async () => (await launched)?.close());

/** One browser for a test file; Debian's, as nothing may be downloaded. */
export function browser() {
  launched ??= chromium.launch({
    executablePath: process.env.RAADPLEEG_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-default-apps",
      "--disable-sync",
      "--no-first-run",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ],
  });
  return launched;
}

/**
 * A new page in a fresh profile. `problems` lists what no page may do: errors in the console, refusals of its
 * Content-Security-Policy, scripts that a payload started, dialogs, and requests to anywhere else.
 */
export async function open(options = {}) {
  const context = await (await browser()).newContext({ viewport: { width: 1280, height: 900 }, locale: "nl-NL", ...options });
  context.setDefaultTimeout(15_000);
  const problems = [];
  const ours = [SERVER, HOSTILE, FOREIGN, FOREIGN.replace("127.0.0.1", "localhost")];
  context.on("request", (request) => {
    const url = request.url();
    const known = ours.some((origin) => url === origin || url.startsWith(`${origin}/`));
    if (!known && !/^(about|blob|data|chrome-error):/.test(url)) problems.push(`request to ${url}`);
  });
  context.on("console", (message) => {
    if (message.type() === "error" || /content security policy/i.test(message.text())) {
      // An error page is announced by the browser as if it were a fault.
      const { url } = message.location();
      const own = url === message.page()?.url() && /Failed to load resource.*status of 4\d\d/.test(message.text());
      if (!own) problems.push(`console: ${message.text()} (${url})`);
    }
  });
  context.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  context.on("weberror", (error) => problems.push(`error: ${error.error().message}`));
  await context.exposeBinding("__ran", (source, what) => problems.push(`ran in ${source.frame.url()}: ${what}`));
  await context.addInitScript(() => {
    // Payloads call one of these; the first call of any is told.
    const tell = (what) => () => window.__ran?.(what);
    for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = tell(name);
    Object.defineProperty(window, "__xss", { set: tell("__xss"), get: () => 0 });
  });
  const page = await context.newPage();
  return { context, page, problems, close: () => context.close() };
}

/** Runs `body` with a new page and checks that nothing went wrong in it. */
export async function visit(options, body) {
  const opened = await open(options);
  try {
    await body(opened.page, opened);
    assert.deepEqual(opened.problems, []);
  } finally {
    await opened.close();
  }
}

/** Fails with what axe-core finds against WCAG 2.2 A and AA; its shadow roots included. */
export async function assertAccessible(page, what) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (tags) => {
    const found = await window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return found.violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.target.flat().join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`));
  }, WCAG);
  assert.deepEqual(violations, [], what);
}

/** JSON of the API; fails on any status but 200. */
export async function api(path, server = SERVER) {
  const answer = await fetch(server + path);
  assert.equal(answer.status, 200, path);
  return answer.json();
}

/** Every page that readers get, by name; the document is the first hit for the query. */
export async function pages() {
  const { treffers } = await api("/v1/passages?vraag=glasvezel");
  const { document, passage } = treffers[0];
  const yearly = await api("/v1/passages?vraag=veiligheidsregio+lindestreek");
  const { document: report, passage: newer, versies } = yearly.treffers[0];
  return {
    home: "/",
    results: "/?vraag=glasvezel",
    filtered: "/?vraag=glasvezel&gemeente=Waldervoort&sorteer=datum",
    corrected: "/?vraag=glasvezzel",
    empty: "/?vraag=onzinwoordxyz",
    wrong: "/?vraag=jaar%3Aabc",
    document: `/document/${document.id}?vraag=glasvezel&passage=${passage.id}`,
    versions: `/document/${report.id}?passage=${newer.id}`,
    difference: `/verschil/${newer.id}?met=${versies.at(-1).passage.id}`,
    over: "/over",
    inbedden: "/inbedden?vraag=glasvezel",
    absent: `/document/${"0".repeat(32)}`,
  };
}

/** `path` in the language `lang`. */
export function inLanguage(path, lang) {
  return `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`;
}

/** The search box of a page, whether or not a script has made a combobox of it. */
export function box(page) {
  return page.locator('[role=search] input[name=vraag], search input[name=vraag]').first();
}
