// Runs all browser tests: makes indexes of the project's corpus and of the hostile one, starts a server for each and a
// site that embeds them, and then node's own test runner. `node run.mjs [file.test.mjs ...]`
//
// Settings, from the environment:
//   RAADPLEEG           the program (../../target/release/raadpleeg)
//   RAADPLEEG_CORPUS    folder of municipalities' folders (../../corpus)
//   RAADPLEEG_CHROMIUM  the browser (/usr/bin/chromium)
//   RAADPLEEG_URL, RAADPLEEG_HOSTILE_URL, RAADPLEEG_FOREIGN_URL  servers that run already, all three or none

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startForeign } from "./foreign.mjs";
import { writeHostileCorpus } from "./hostile-corpus.mjs";

const here = import.meta.dirname;
const program = resolve(process.env.RAADPLEEG ?? join(here, "../../target/release/raadpleeg"));
const corpus = resolve(process.env.RAADPLEEG_CORPUS ?? join(here, "../../corpus"));
const PATIENCE = 20_000; // milliseconds for a server to begin

/** A free port of 127.0.0.1. */
async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** The house style of the hostile server. */
const THEME = ":root { --raadpleeg-papier: #fff7e6; --raadpleeg-papier-donker: #1d1208; }\n";

/** Settings of a server, as TOML; JSON's strings are TOML's. */
function settings(collections, port, foreign, themed) {
  const text = JSON.stringify;
  const tables = Object.entries(collections).map(([name, folder]) => `[[collection]]\nfolder = ${text(folder)}\nname = ${text(name)}\nfiles = true\n`);
  const server = ["[server]", `listen = "127.0.0.1:${port}"`, `url = "http://127.0.0.1:${port}"`, 'name = "Zoeken in de Hollewaarden"', `embed = [${text(foreign)}]`,
    "requests_per_minute = 1000000", ...(themed ? ['tokens = "huisstijl.css"'] : []), "[server.contact]", 'name = "Functioneel beheer"', 'email = "zoeken@example.nl"', "[server.security]",
    'contact = ["mailto:security@example.nl"]', 'expires = "2099-01-01T00:00:00Z"'];
  return [...tables, ...server, ""].join("\n");
}

/** Makes an index of the collections and serves it; gives its address and how to end it. */
async function serve(folder, collections, foreign, themed = false) {
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "raadpleeg.toml");
  const index = join(folder, "index");
  writeFileSync(config, settings(collections, port, foreign, themed));
  writeFileSync(join(folder, "huisstijl.css"), THEME);
  try {
    execFileSync(program, ["index", "--config", config, "--index", index, "--quiet"], { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    // 1: some files could not be read, as is meant.
    if (error.status !== 1) throw new Error(`no index of ${folder}: ${error.stderr ?? error.message}`);
  }
  const server = spawn(program, ["serve", "--index", index, "--config", config], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.on("data", (data) => (said = (said + data).slice(-4000)));
  const url = `http://127.0.0.1:${port}`;
  const until = Date.now() + PATIENCE;
  while (!(await fetch(`${url}/v1/status`).then((answer) => answer.ok, () => false))) {
    if (server.exitCode !== null || Date.now() > until) throw new Error(`the server did not begin: ${said}`);
    await new Promise((wait) => setTimeout(wait, 50));
  }
  const stop = async () => {
    if (server.exitCode === null) {
      server.kill("SIGTERM");
      await once(server, "exit");
    }
  };
  return { url, stop };
}

/** Starts what is not given; gives the environment of the tests and what is to be ended after them. */
async function start(folder) {
  const { RAADPLEEG_URL: main, RAADPLEEG_HOSTILE_URL: hostile, RAADPLEEG_FOREIGN_URL: foreign } = process.env;
  if (main && hostile && foreign) {
    return [{}, [await site(new URL(foreign).port, { main, hostile })]];
  }
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const municipalities = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  await writeHostileCorpus(join(folder, "giftig"));
  const servers = [];
  servers.push(await serve(join(folder, "main"), Object.fromEntries(municipalities.map(({ name }) => [name, join(corpus, name)])), origin));
  servers.push(await serve(join(folder, "hostile"), { giftig: join(folder, "giftig") }, origin, true));
  const [ours, theirs] = servers.map(({ url }) => url);
  servers.push(await site(port, { main: ours, hostile: theirs }));
  return [{ RAADPLEEG_URL: ours, RAADPLEEG_HOSTILE_URL: theirs, RAADPLEEG_FOREIGN_URL: origin }, servers];
}

async function site(port, servers) {
  const foreign = await startForeign(Number(port), servers);
  return { stop: () => foreign.closeAllConnections() ?? foreign.close() };
}

const scratch = mkdtempSync(join(tmpdir(), "raadpleeg-browser-"));
let running = [];
try {
  const [environment, started] = await start(scratch);
  running = started;
  const [first, ...others] = process.argv.slice(2);
  const all = readdirSync(here).filter((name) => name.endsWith(".test.mjs"));
  const files = (first ? [first, ...others] : all).map((name) => resolve(here, name));
  // What is no test (screenshots.mjs) only needs the servers.
  const single = first && !first.endsWith(".test.mjs");
  const what = single ? [files[0], ...others.map((each) => resolve(each))] : ["--test", "--test-concurrency=2", "--test-timeout=900000", ...files];
  const runner = spawn(process.execPath, what, { stdio: "inherit", env: { ...process.env, ...environment } });
  const [code] = await once(runner, "exit");
  // One that a signal ended has no code.
  process.exitCode = code ?? 1;
} finally {
  for (const each of running) await each.stop();
  rmSync(scratch, { recursive: true, force: true });
}
