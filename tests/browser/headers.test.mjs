// The headers of every kind of response, as browsers see them, and which origins may call the API.

import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { FOREIGN, SERVER, pages } from "./support.mjs";

const PAGE_POLICY = {
  "default-src": "'none'", "style-src": "'self'", "script-src": "'self'", "img-src": "'self'", "font-src": "'self'", "connect-src": "'self'",
  "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
};
const API_POLICY = { "default-src": "'none'", "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'" };

const API = {
  "/v1/passages?vraag=glasvezel": 200,
  "/v1/passages?vraag=jaar%3Aabc": 400,
  "/v1/passages?onbekend=1": 400,
  "/v1/suggesties?begin=glas": 200,
  "/v1/facetten?vraag=glasvezel": 200,
  "/v1/status": 200,
  "/v1/openapi.json": 200,
  "/v1/passages/bestaat-niet": 404,
  "/v1/documenten/bestaat-niet": 404,
  "/v1/bestaat-niet": 404,
  "/v1/status/": 404,
};
const ASSETS = {
  "/widget.js": /javascript/, "/zoeken.js": /javascript/, "/stijl.css": /^text\/css/, "/favicon.svg": /^image\/svg\+xml/, "/robots.txt": /^text\/plain/,
  "/opensearch.xml": /^application\/opensearchdescription\+xml/, "/.well-known/security.txt": /^text\/plain/,
};

/** A policy as an object, name by name. */
function policy(answer) {
  const text = answer.headers.get("content-security-policy") ?? assert.fail("no Content-Security-Policy");
  return Object.fromEntries(text.split(";").map((part) => part.trim()).filter(Boolean).map((part) => [part.split(/\s+/)[0], part.split(/\s+/).slice(1).join(" ")]));
}

function assertCommon(answer, what) {
  const { headers } = answer;
  assert.equal(headers.get("x-content-type-options"), "nosniff", what);
  assert.equal(headers.get("cross-origin-opener-policy"), "same-origin", what);
  assert.ok(headers.get("cross-origin-resource-policy"), `${what}: Cross-Origin-Resource-Policy`);
  assert.ok(headers.get("permissions-policy"), `${what}: Permissions-Policy`);
  assert.ok(headers.get("referrer-policy"), `${what}: Referrer-Policy`);
  assert.doesNotMatch(headers.get("content-security-policy"), /unsafe-|(^|\s)\*(\s|;|$)|data:|https?:(\s|;|$)/, what);
  for (const name of ["server", "x-powered-by", "set-cookie"]) assert.equal(headers.get(name), null, `${what}: ${name}`);
}

test("pages", async () => {
  for (const [name, path] of Object.entries(await pages())) {
    const answer = await fetch(SERVER + path);
    assertCommon(answer, name);
    const embedded = name === "inbedden";
    assert.deepEqual(policy(answer), { ...PAGE_POLICY, ...(embedded && { "frame-ancestors": FOREIGN }) }, name);
    assert.equal(answer.headers.get("x-frame-options"), embedded ? null : "DENY", name);
    assert.equal(answer.headers.get("cache-control"), "no-store", name);
    assert.equal(answer.headers.get("referrer-policy"), "same-origin", name);
    assert.equal(answer.status, { wrong: 400, absent: 404 }[name] ?? 200, name);
  }
});

test("the API", async () => {
  for (const [path, status] of Object.entries(API)) {
    const answer = await fetch(SERVER + path);
    assert.equal(answer.status, status, path);
    assertCommon(answer, path);
    assert.deepEqual(policy(answer), API_POLICY, path);
    assert.match(answer.headers.get("api-version") ?? "", /^\d+\.\d+\.\d+$/, path);
    assert.equal(answer.headers.get("cache-control"), "no-store", path);
    assert.equal(answer.headers.get("x-frame-options"), "DENY", path);
    assert.equal(answer.headers.get("referrer-policy"), "no-referrer", path);
    assert.match(answer.headers.get("content-type"), status === 200 ? /^application\/(\w+\+)?json/ : /^application\/problem\+json/, path);
    const body = await answer.json();
    if (status !== 200) assert.equal(body.status, status, path);
  }
});

test("assets have a type, a validator, and an age", async () => {
  for (const [path, type] of Object.entries(ASSETS)) {
    const answer = await fetch(SERVER + path);
    assert.equal(answer.status, 200, path);
    assertCommon(answer, path);
    assert.match(answer.headers.get("content-type"), type, path);
    if (!/\.(js|css|svg)$/.test(path)) continue;
    assert.match(answer.headers.get("cache-control"), /max-age=\d+/, path);
    const validator = answer.headers.get("etag") ?? assert.fail(`${path}: no ETag`);
    assert.equal((await fetch(SERVER + path, { headers: { "If-None-Match": validator } })).status, 304, path);
  }
});

test("only configured origins may read answers", async () => {
  const cases = [
    ["/v1/passages?vraag=glasvezel", FOREIGN, FOREIGN],
    ["/v1/suggesties?begin=glas", FOREIGN, FOREIGN],
    ["/v1/passages?vraag=jaar%3Aabc", FOREIGN, FOREIGN],
    ["/v1/passages?vraag=glasvezel", FOREIGN.replace("127.0.0.1", "localhost"), null],
    ["/v1/passages?vraag=glasvezel", `${FOREIGN}0`, null],
    ["/v1/passages?vraag=glasvezel", "https://elders.example", null],
    ["/v1/passages?vraag=glasvezel", "null", null],
    ["/v1/openapi.json", "https://elders.example", "*"],
    ["/widget.js", "https://elders.example", "*"],
    ["/?vraag=glasvezel", FOREIGN, null],
  ];
  for (const [path, origin, expected] of cases) {
    const answer = await fetch(SERVER + path, { headers: { Origin: origin } });
    const what = `${path} for ${origin}`;
    assert.equal(answer.headers.get("access-control-allow-origin"), expected, what);
    assert.equal(answer.headers.get("access-control-allow-credentials"), null, what);
    if (expected === origin) {
      assert.match(answer.headers.get("vary") ?? "", /origin/i, what);
      assert.equal(answer.headers.get("cross-origin-resource-policy"), "cross-origin", what);
    }
  }
});

test("a header cannot be made of what is asked", async () => {
  const { hostname, port } = new URL(SERVER);
  const path = "/?vraag=a%0d%0aX-Vals:%201&lang=nl%0d%0aX-Vals:%201";
  const headers = await new Promise((done, fail) => request({ hostname, port, path }, (answer) => done(answer.resume().headers)).on("error", fail).end());
  assert.equal(headers["x-vals"], undefined);
});
