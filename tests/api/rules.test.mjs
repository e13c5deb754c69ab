// Proves that the rules in adr.spectral.yaml work: a good document passes all of them, and each way to break it is found
// by the rule that is there for it. Every rule of our own must be broken at least once.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const good = readFileSync(join(here, "example.openapi.json"), "utf8");
const search = (doc) => doc.paths["/passages"].get;
const move = (doc, from, to) => {
  doc.paths[to] = doc.paths[from];
  delete doc.paths[from];
};

// The rule, and a change after which it must fire.
const breaks = [
  ["adr-openapi-3", (doc) => (doc.openapi = "3.1")],
  ["adr-info-contact", (doc) => delete doc.info.contact],
  ["adr-info-contact", (doc) => delete doc.info.contact.url],
  ["adr-info-contact", (doc) => (doc.info.contact.email = "no address")],
  ["adr-semantic-version", (doc) => (doc.info.version = "1.0")],
  ["adr-semantic-version", (doc) => (doc.info.version = "v1.0.0")],
  ["adr-servers", (doc) => (doc.servers = [])],
  ["adr-servers", (doc) => delete doc.servers],
  ["adr-major-version-in-url", (doc) => (doc.servers[0].url = "https://zoek.brinkhaven.example/api")],
  ["adr-major-version-in-url", (doc) => (doc.servers[0].url = "https://zoek.brinkhaven.example/v1/")],
  ["adr-servers-use-https", (doc) => (doc.servers[0].url = "http://zoek.brinkhaven.example/v1")],
  ["adr-paths-kebab-case", (doc) => move(doc, "/passages", "/zoekPassages")],
  ["adr-paths-kebab-case", (doc) => move(doc, "/passages", "/zoek_passages")],
  ["adr-paths-kebab-case", (doc) => move(doc, "/passages/_zoek", "/_zoek/passages")],
  ["adr-no-trailing-slash", (doc) => move(doc, "/passages", "/passages/")],
  ["adr-no-extension", (doc) => move(doc, "/passages", "/passages.json")],
  ["adr-no-version-in-path", (doc) => move(doc, "/passages", "/v1/passages")],
  ["adr-path-parameters-camel-case", (doc) => (doc.paths["/passages/{id}"].get.parameters[0].name = "passage_id")],
  ["adr-http-methods", (doc) => (doc.paths["/passages"].trace = search(doc))],
  ["adr-query-keys-camel-case", (doc) => (search(doc).parameters[1].name = "gemeente_naam")],
  ["adr-query-keys-camel-case", (doc) => (search(doc).parameters[1].name = "Gemeente")],
  ["adr-nothing-sensitive-in-url", (doc) => (search(doc).parameters[1].name = "apiKey")],
  ["adr-nothing-sensitive-in-url", (doc) => (search(doc).parameters[1].name = "bsn")],
  ["adr-keys-in-headers", (doc) => (doc.components.securitySchemes = { key: { type: "apiKey", in: "query", name: "k" } })],
  ["raadpleeg-bounded-parameters", (doc) => (search(doc).parameters[0].schema = { type: "string" })],
  ["raadpleeg-bounded-parameters", (doc) => delete search(doc).parameters[3].schema.maximum],
  ["raadpleeg-bounded-parameters", (doc) => delete search(doc).parameters[1].schema.maxItems],
  ["raadpleeg-operation-id", (doc) => delete search(doc).operationId],
  ["raadpleeg-operation-id", (doc) => (search(doc).operationId = "zoek-passages")],
  ["raadpleeg-get-without-body", (doc) => (search(doc).requestBody = doc.paths["/passages/_zoek"].post.requestBody)],
  ["raadpleeg-closed-requests", (doc) => delete doc.components.schemas.Zoekvraag.additionalProperties],
  ["adr-version-header", (doc) => delete search(doc).responses["200"].headers],
  ["adr-version-header", (doc) => delete doc.components.responses.NietGevonden.headers["API-Version"]],
  ["adr-problem-json", (doc) => delete doc.components.responses.NietGevonden.content],
  ["adr-problem-json", (doc) => (doc.components.responses.NietGevonden.content["text/plain"] = {})],
  ["adr-problem-members", (doc) => delete doc.components.schemas.Probleem.properties.detail],
  ["adr-problem-members", (doc) => (doc.components.schemas.Probleem.required = ["status"])],
  ["adr-invalid-input-400", (doc) => delete search(doc).responses["400"]],
  ["adr-invalid-input-400", (doc) => delete doc.paths["/passages/_zoek"].post.responses["400"]],
  ["raadpleeg-unknown-id-404", (doc) => delete doc.paths["/passages/{id}"].get.responses["404"]],
  ["raadpleeg-busy", (doc) => delete search(doc).responses["429"]],
  ["raadpleeg-busy", (doc) => delete doc.components.responses.TeDruk.headers["Retry-After"]],
  ["raadpleeg-answers-are-objects", (doc) => (doc.components.schemas.Antwoord = { type: "array", items: { type: "string" } })],
  ["adr-properties-camel-case", (doc) => (doc.components.schemas.Passage.properties.pagina_van = { type: "integer" })],
  ["adr-dates-have-a-format", (doc) => delete doc.components.schemas.Passage.properties.datum.format],
  ["adr-dates-have-a-format", (doc) => delete doc.components.schemas.Zoekvraag.properties.van.format],
  ["adr-times-have-a-zone", (doc) => (doc.components.schemas.Passage.properties.tijd = { type: "string", format: "time" })],
  ["raadpleeg-no-open-objects", (doc) => (doc.components.schemas.Passage.additionalProperties = true)],
];

/** The results of Spectral for all documents in a folder, as a map of the document's name to the codes found in it. */
function lint(folder, names) {
  const spectral = join(here, "node_modules", "@stoplight", "spectral-cli", "dist", "index.js");
  const report = join(folder, "report");
  const rules = ["--ruleset", join(here, "adr.spectral.yaml"), "--format", "json", "--output", report, "--quiet"];
  try {
    execFileSync(process.execPath, [spectral, "lint", ...rules, ...names.map((name) => join(folder, name))], { stdio: "pipe" });
  } catch (error) {
    // 1 says that something was found, which is what is asked for here.
    if (error.status !== 1) throw error;
  }
  const found = new Map(names.map((name) => [name, []]));
  for (const result of JSON.parse(readFileSync(report, "utf8"))) {
    found.get(basename(result.source)).push(`${result.code}: ${result.message}`);
  }
  return found;
}

function main() {
  const folder = mkdtempSync(join(tmpdir(), "api-rules-"));
  const failures = [];
  try {
    writeFileSync(join(folder, "good.json"), good);
    breaks.forEach(([, change], at) => {
      const doc = JSON.parse(good);
      change(doc);
      writeFileSync(join(folder, `broken-${at}.json`), JSON.stringify(doc));
    });
    const found = lint(folder, ["good.json", ...breaks.map((_, at) => `broken-${at}.json`)]);
    for (const one of found.get("good.json")) failures.push(`the good document: ${one}`);
    breaks.forEach(([rule, change], at) => {
      const codes = found.get(`broken-${at}.json`);
      if (!codes.some((code) => code.startsWith(`${rule}: `))) failures.push(`${rule} does not fire after ${change}: ${codes}`);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  const own = readFileSync(join(here, "adr.spectral.yaml"), "utf8").match(/^ {2}(adr|raadpleeg)-[a-z0-9-]+(?=:$)/gm);
  const tried = new Set(breaks.map(([rule]) => rule));
  for (const rule of own.map((name) => name.trim())) {
    if (!tried.has(rule)) failures.push(`${rule} is tried by nothing`);
  }
  for (const failure of failures) console.error(failure);
  console.log(`${own.length} rules, ${breaks.length} broken documents, ${failures.length} failures`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

main();
