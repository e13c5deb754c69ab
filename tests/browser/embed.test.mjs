// The page for a frame: shown on the configured origin, refused everywhere else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FOREIGN, SERVER, open, visit } from "./support.mjs";

const framed = (path, site = FOREIGN) => `${site}/frame?${new URLSearchParams({ path })}`;

test("searches inside the frame, and opens a result outside it", () =>
  visit({}, async (page) => {
    await page.goto(framed("/inbedden"));
    const frame = page.frameLocator("iframe");
    await frame.locator("input[name=vraag]").fill("glasvezel");
    await frame.getByRole("button", { name: "Zoek", exact: true }).click();
    await frame.getByRole("status").getByText(/passages/).waitFor();
    assert.equal(page.url(), framed("/inbedden"));
    await frame.getByRole("listitem").getByRole("link").first().click();
    await page.waitForURL(`${SERVER}/document/**`);
  }));

test("suggestions by keyboard inside the frame", () =>
  visit({}, async (page) => {
    await page.goto(framed("/inbedden"));
    const frame = page.frameLocator("iframe");
    await frame.locator("input[name=vraag]").pressSequentially("glasv");
    await frame.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await frame.getByRole("status").getByText(/passages/).waitFor();
  }));

/** Whether the server's page is shown in the frame of `address`. */
async function shown(address) {
  const { page, problems, close } = await open();
  await page.goto(address, { waitUntil: "load" });
  const [, frame] = page.frames();
  const there = frame.url().startsWith(SERVER) && (await frame.locator("input[name=vraag]").count()) > 0;
  await page.waitForTimeout(100);
  await close();
  return { there, refused: problems.some((problem) => /frame/i.test(problem)) };
}

test("refused for another origin, and for the other pages", async () => {
  const elsewhere = FOREIGN.replace("127.0.0.1", "localhost");
  const cases = [
    [framed("/inbedden?vraag=glasvezel"), true],
    [framed("/inbedden?vraag=glasvezel", elsewhere), false],
    [framed("/?vraag=glasvezel"), false],
    [framed("/over"), false],
    [framed("/v1/status"), false],
  ];
  for (const [address, expected] of cases) {
    assert.deepEqual(await shown(address), { there: expected, refused: !expected }, address);
  }
});
