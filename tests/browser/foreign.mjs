// Another site: an intranet whose pages embed the widget and the frame, under a strict policy of its own.
// It also has one page that is unsafe on purpose, on which payloads do run, to show that the tests would notice.

import { createServer } from "node:http";

const STYLE = `body { margin: 0; padding: 1rem; font-family: sans-serif; background: #fff; color: #222; }
.huisstijl { --raadpleeg-papier: #fff7e6; --raadpleeg-tekst: #331a00; --raadpleeg-accent: #7a1f00; --raadpleeg-papier-donker: #1d1208; --raadpleeg-hoek: 0; }`;

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const page = (body, lang = "nl", head = "") => `<!DOCTYPE html>
<html lang="${escaped(lang)}">
<head>
<meta charset="utf-8">
<title>Intranet van een gemeente</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/stijl.css">
${head}</head>
<body>
<main>
<h1>Intranet</h1>
${body}
</main>
</body>
</html>
`;

/** The page with the widget; the parameters are its attributes, `server` also says where the script comes from. */
function widget(parameters, servers) {
  const server = parameters.get("server") === "hostile" ? servers.hostile : servers.main;
  const given = [...parameters].filter(([name]) => name !== "server" && name !== "pagina-taal");
  const attributes = given.map(([name, value]) => ` ${escaped(name)}="${escaped(value)}"`).join("");
  const fallback = `<form action="${server}/" role="search" aria-label="Zoeken zonder JavaScript">
<label>Zoek in stukken <input type="search" name="vraag"></label> <button type="submit">Zoek</button>
</form>`;
  const policy = ["default-src 'none'", `script-src ${server}`, `connect-src ${server}`, "style-src 'self'", "base-uri 'none'",
    `form-action ${server}`, "require-trusted-types-for 'script'"].join("; ");
  const body = page(`<raadpleeg-zoek${attributes}>${fallback}</raadpleeg-zoek>`, parameters.get("pagina-taal") ?? "nl",
    `<script src="${server}/widget.js" defer></script>\n`);
  return { policy, body };
}

/** Starts the site on `port` of 127.0.0.1 (it also answers as localhost: an origin that nobody configured). */
export function startForeign(port, servers) {
  const site = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const send = (type, body, policy) => {
      response.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, ...(policy && { "Content-Security-Policy": policy }) });
      response.end(body);
    };
    switch (pathname) {
      case "/stijl.css":
        return send("text/css", STYLE);
      case "/widget": {
        const { policy, body } = widget(searchParams, servers);
        return send("text/html", body, policy);
      }
      case "/frame": {
        const source = escaped(servers.main + (searchParams.get("path") ?? "/inbedden"));
        const frame = `<iframe title="Zoeken" width="600" height="500" src="${source}"></iframe>`;
        return send("text/html", page(frame), `default-src 'none'; style-src 'self'; frame-src ${servers.main}`);
      }
      case "/unsafe": // On purpose: what a search page without escaping would do.
        return send("text/html", page(`<p>Gezocht: ${searchParams.get("vraag")}</p><input value="${searchParams.get("vraag")}">`));
      case "/favicon.ico":
        response.writeHead(204);
        return response.end();
      default:
        response.writeHead(404, { "Content-Type": "text/plain" });
        return response.end("Niet gevonden");
    }
  });
  return new Promise((resolve) => site.listen(port, "127.0.0.1", () => resolve(site)));
}
