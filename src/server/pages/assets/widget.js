/*
 * <raadpleeg-zoek>: a search box with suggestions and results for any page of an intranet.
 *
 *   <script src="https://zoek.example/widget.js" defer></script>
 *   <raadpleeg-zoek collection="raadsstukken" gemeente="Brinkhaven" placeholder="Bijvoorbeeld: glasvezel">
 *     <form action="https://zoek.example/" role="search" aria-label="Zoeken in stukken">
 *       <label>Zoek in stukken <input type="search" name="vraag"></label> <button>Zoek</button>
 *     </form>
 *   </raadpleeg-zoek>
 *
 * The form inside is what readers get without JavaScript; the element hides it once it works itself.
 *
 * Attributes, none of them needed:
 *   collection   only this collection (several: separated by commas)
 *   gemeente     only this municipality (several: separated by commas)
 *   label        the words above the box; also the name of the search landmark
 *   placeholder  an example in the box
 *   aantal       results shown, 1 to 20 (5)
 *   link         results open on the search page instead of below the box
 *   lang         nl or en (that of the page around it, else nl)
 *   kleuren      licht or donker (what the reader's system prefers)
 *   server       address of the search server (where this script came from)
 *
 * Design tokens are those of the search page, set on the element or anywhere above it: --raadpleeg-lettertype, -hoek,
 * -tekst, -tekst-zacht, -papier, -vlak, -lijn, -rand, -accent, -op-accent, -markering, -op-markering, -focus and -fout;
 * colours with -donker behind the name hold in the dark scheme.
 *
 * The page around it may have a strict Content-Security-Policy: script-src and connect-src of the server are enough.
 * Text that comes from documents is only ever put in as text.
 */
(() => {
  "use strict";

  const TEXTS = {
    nl: {
      label: "Zoek in documenten",
      button: "Zoek",
      suggestions: "Suggesties",
      suggested: (n) => (n === 1 ? "1 suggestie. Kies met de pijltoetsen." : `${n} suggesties. Kies met de pijltoetsen.`),
      results: "Zoekresultaten",
      busy: "Bezig met zoeken…",
      found: (n, shown) => {
        if (n === 0) return "Niet alle woorden gevonden. Dit komt het dichtst in de buurt.";
        return n === 1 ? "1 passage gevonden." : `${n.toLocaleString("nl")} passages gevonden. U ziet de beste ${shown}.`;
      },
      partial: "Het zoeken duurde te lang. Misschien zijn er nog meer resultaten.",
      none: (words) => `Niets gevonden voor “${words}”.`,
      help: "Controleer de spelling, of probeer minder of andere woorden.",
      meant: "Bedoelde u: ",
      all: (n) => (n > 1 ? `Alle ${n.toLocaleString("nl")} resultaten bekijken` : "Verder zoeken op de zoekpagina"),
      more: (n) => (n === 1 ? "nog 1 passage in dit document" : `nog ${n} passages in dit document`),
      page: (from, to) => (from === to ? `bladzijde ${from}` : `bladzijden ${from}–${to}`),
      wrong: "Deze zoekvraag kan niet worden gelezen. Pas de vraag aan.",
      crowded: "Het is nu druk. Probeer het over een minuut opnieuw.",
      failed: "Het zoeken lukt nu niet. Probeer het later opnieuw.",
    },
    en: {
      label: "Search documents",
      button: "Search",
      suggestions: "Suggestions",
      suggested: (n) => (n === 1 ? "1 suggestion. Choose with the arrow keys." : `${n} suggestions. Choose with the arrow keys.`),
      results: "Search results",
      busy: "Searching…",
      found: (n, shown) => {
        if (n === 0) return "Not all words were found. This comes closest.";
        return n === 1 ? "1 passage found." : `${n.toLocaleString("en")} passages found. You see the best ${shown}.`;
      },
      partial: "The search took too long. There may be more results.",
      none: (words) => `Nothing found for “${words}”.`,
      help: "Check the spelling, or try fewer or other words.",
      meant: "Did you mean: ",
      all: (n) => (n > 1 ? `See all ${n.toLocaleString("en")} results` : "Go on searching on the search page"),
      more: (n) => (n === 1 ? "1 more passage in this document" : `${n} more passages in this document`),
      page: (from, to) => (from === to ? `page ${from}` : `pages ${from}–${to}`),
      wrong: "This query cannot be read. Please change it.",
      crowded: "It is busy at the moment. Please try again in a minute.",
      failed: "Searching does not work at the moment. Please try again later.",
    },
  };

  /** Tokens of colours, as on the search page: their values in the light and in the dark scheme. */
  const COLOURS = {
    tekst: ["#17252c", "#e6edf0"],
    "tekst-zacht": ["#4d5d66", "#a8b7be"],
    papier: ["#fff", "#11181c"],
    vlak: ["#f2f6f7", "#1a2429"],
    lijn: ["#d6e0e4", "#2e3d45"],
    rand: ["#6f8089", "#7f929c"],
    accent: ["#0a5470", "#8ccfe6"],
    "op-accent": ["#fff", "#08222c"],
    markering: ["#ffe594", "#665000"],
    "op-markering": ["#17252c", "#fff6d8"],
    focus: ["#17252c", "#ffd866"],
    fout: ["#a5171d", "#ffb0ac"],
  };
  // The page around it sets --raadpleeg-accent for light and --raadpleeg-accent-donker for dark: a house style that knows
  // only light colours does not spoil the contrast of the dark scheme.
  const scheme = (dark) =>
    Object.entries(COLOURS).map(([name, value]) => `--${name}: var(--raadpleeg-${name}${dark ? "-donker" : ""}, ${value[+dark]});`).join(" ");
  const LIGHT = `color-scheme: light; ${scheme(false)}`;
  const DARK = `color-scheme: dark; ${scheme(true)}`;
  // It paints its own background: the page around it may be light where the reader's system is dark.
  const CSS = `
    :host { ${LIGHT} display: block; padding: 1rem; background: var(--papier); color: var(--tekst);
      font-family: var(--raadpleeg-lettertype, inherit); font-size: 1rem; line-height: 1.5; text-align: start; overflow-wrap: anywhere; }
    @media (prefers-color-scheme: dark) { :host(:not([kleuren="licht"])) { ${DARK} } }
    :host([kleuren="donker"]) { ${DARK} }
    :host([hidden]), [hidden] { display: none !important; }
    *, ::before { box-sizing: border-box; }
    label { display: block; font-weight: 600; margin-block-end: .375rem; }
    .row { position: relative; display: flex; flex-wrap: wrap; gap: .5rem; }
    input, button { font: inherit; min-block-size: 2.75rem; border-radius: var(--raadpleeg-hoek, .375rem); }
    input { flex: 1 1 12rem; min-inline-size: 0; padding: .375rem .75rem; color: inherit; background: var(--papier); border: 2px solid var(--rand); }
    input::placeholder { color: var(--tekst-zacht); opacity: 1; }
    button { padding: .375rem 1.25rem; border: 2px solid transparent; font-weight: 600; cursor: pointer; color: var(--op-accent); background: var(--accent); }
    button:hover { text-decoration: underline; }
    :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
    ul, ol { list-style: none; margin: 0; padding: 0; }
    /* Below the button too, which stands under the box in a narrow window. */
    [role="listbox"] { position: absolute; z-index: 10; inset-inline: 0; inset-block-start: calc(100% + .25rem); max-block-size: 20rem; overflow: auto;
      background: var(--papier); border: 2px solid var(--rand); border-radius: var(--raadpleeg-hoek, .375rem); }
    [role="option"] { padding: .5rem .75rem; cursor: pointer; }
    [role="option"]:hover { background: var(--vlak); }
    [role="option"][aria-selected="true"] { background: var(--accent); color: var(--op-accent); text-decoration: underline; }
    .status { margin: 1rem 0 0; }
    .status:empty { margin: 0; }
    .fault { color: var(--fout); font-weight: 600; }
    .unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    p { margin: .5rem 0 0; }
    li.hit { padding-block: .875rem; border-block-end: 1px solid var(--lijn); }
    .hit p { margin-block-start: .25rem; }
    a, .again { color: var(--accent); }
    a { text-underline-offset: .15em; }
    a:hover { text-decoration-thickness: .15em; }
    .title { font-size: 1.125rem; font-weight: 600; }
    /* Texts of documents may hold marks that turn the direction of writing: these end with their own text. */
    [lang], .about span, [role="option"], .again { unicode-bidi: isolate; }
    .path, .about { color: var(--tekst-zacht); font-size: .9375rem; }
    .about span:not(:first-child)::before { content: "·"; margin-inline: .15em .4em; }
    .again { padding: 0 .25rem; min-block-size: 1.5rem; background: none; text-decoration: underline; }
    mark { background: var(--markering); color: var(--op-markering); padding-inline: .1em; border-radius: .15em; }
    .all { display: inline-block; margin-block-start: 1rem; font-weight: 600; padding-block: .25rem; }
    @media (prefers-reduced-motion: no-preference) { button { transition: opacity .15s; } [aria-busy="true"] { opacity: .6; transition: opacity .3s; } }
    @media (forced-colors: active) {
      button { border-color: ButtonText; }
      :focus-visible { outline-color: Highlight; }
      [role="option"][aria-selected="true"] { forced-color-adjust: none; background: Highlight; color: HighlightText; }
    }
    @media print { .row, [role="listbox"] { display: none; } li.hit { break-inside: avoid; } }`;

  // A script of a style sheet is no inline style: a Content-Security-Policy lets it pass.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);

  // Only known while the script runs, and asked for here once.
  const home = document.currentScript?.src ? new URL(".", document.currentScript.src).href : location.href;

  const SUGGEST_FROM = 2; // characters
  const SUGGEST_AFTER = 120; // milliseconds without a key
  const PATIENCE = 15000; // milliseconds; longer than the server's own budget

  /** Makes an element; what is no element among `parts` becomes text, never markup. */
  const make = (tag, attributes = {}, ...parts) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...parts);
    return element;
  };

  class RaadpleegZoek extends HTMLElement {
    static observedAttributes = ["label", "lang", "placeholder"];

    #calls = {}; // what is under way, by kind
    #timer = 0;
    #chosen = -1;
    #parts = null; // the elements that change

    connectedCallback() {
      if (!this.shadowRoot) {
        this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
      }
      if (!this.#parts) this.#build();
    }

    disconnectedCallback() {
      clearTimeout(this.#timer);
      for (const call of Object.values(this.#calls)) call.abort();
    }

    attributeChangedCallback(_name, before, after) {
      if (this.#parts && before !== after) this.#build();
    }

    get #english() {
      return /^en\b/i.test(this.closest("[lang]")?.lang ?? "");
    }

    get #texts() {
      return TEXTS[this.#english ? "en" : "nl"];
    }

    /** An address on the server with the element's filters and `more` as parameters. */
    #address(path, more, filtered = true) {
      let base = home;
      try {
        const given = new URL(this.getAttribute("server") || home, location.href);
        // Links are made of it, so nothing but the web.
        if (/^https?:$/.test(given.protocol)) base = given.href.replace(/[?#].*/, "").replace(/\/?$/, "/");
      } catch {
        // Not an address: the script's own.
      }
      const address = new URL(path, base);
      for (const [name, value] of Object.entries(more)) address.searchParams.append(name, value);
      const filters = filtered ? { verzameling: "collection", gemeente: "gemeente" } : {};
      for (const [name, attribute] of Object.entries(filters)) {
        const values = (this.getAttribute(attribute) ?? "").split(",").map((value) => value.trim());
        for (const value of values.filter(Boolean)) address.searchParams.append(name, value);
      }
      return address.href;
    }

    /** An address of a page, in the reader's language. */
    #page(path, more, filtered) {
      return this.#address(path, this.#english ? { ...more, lang: "en" } : more, filtered);
    }

    /** Fetches JSON; a newer call of the same kind ends this one, which then gives `null`. */
    async #fetch(kind, address) {
      this.#calls[kind]?.abort();
      const call = (this.#calls[kind] = new AbortController());
      const timer = setTimeout(() => call.abort(), PATIENCE);
      try {
        const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal: call.signal });
        return { status: answer.status, body: await answer.json() };
      } catch {
        return this.#calls[kind] === call && this.isConnected ? { status: 0, body: {} } : null;
      } finally {
        clearTimeout(timer);
      }
    }

    #build() {
      const texts = this.#texts;
      const label = this.getAttribute("label") || texts.label;
      const input = make("input", {
        id: "vraag", type: "search", name: "vraag", maxlength: "1000", autocomplete: "off", autocapitalize: "none", enterkeyhint: "search",
        placeholder: this.getAttribute("placeholder"),
        role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggesties",
      });
      input.value = this.#parts?.input.value ?? "";
      const list = make("ul", { id: "suggesties", role: "listbox", "aria-label": texts.suggestions, hidden: "" });
      const form = make("form", { role: "search", "aria-label": label },
        make("label", { for: "vraag" }, label),
        make("div", { class: "row" }, input, make("button", { type: "submit" }, texts.button), list));
      const hint = make("div", { class: "unseen", "aria-live": "polite" });
      const status = make("p", { class: "status", role: "status" });
      const results = make("div");
      this.#parts = { input, list, hint, status, results };
      this.#chosen = -1;

      input.addEventListener("input", () => this.#typed());
      input.addEventListener("keydown", (event) => this.#key(event));
      input.addEventListener("blur", () => this.#close());
      // The box keeps the focus while a suggestion is pressed.
      list.addEventListener("mousedown", (event) => event.preventDefault());
      list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.#search(option.textContent);
      });
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#search(input.value);
      });
      const wrapper = make("div", { lang: this.#english ? "en" : "nl" }, form, hint, status, results);
      this.shadowRoot.replaceChildren(wrapper);
    }

    #typed() {
      clearTimeout(this.#timer);
      const begin = this.#parts.input.value.trim();
      if (begin.length < SUGGEST_FROM) {
        this.#close();
        return;
      }
      this.#timer = setTimeout(() => this.#suggest(begin), SUGGEST_AFTER);
    }

    async #suggest(begin) {
      const answer = await this.#fetch("suggest", this.#address("v1/suggesties", { begin, aantal: "8" }, false));
      const { input, list, hint } = this.#parts;
      // Suggestions are a convenience: without them the box works as well. They may come after the reader went on.
      if (answer?.status !== 200 || this.shadowRoot.activeElement !== input || input.value.trim() !== begin) return;
      const options = (answer.body.suggesties ?? []).map(({ tekst }, index) =>
        make("li", { id: `suggestie-${index}`, role: "option", "aria-selected": "false" }, tekst));
      this.#close();
      if (options.length === 0) return;
      list.replaceChildren(...options);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      hint.textContent = this.#texts.suggested(options.length);
    }

    #close() {
      clearTimeout(this.#timer);
      const { input, list, hint } = this.#parts;
      list.hidden = true;
      list.replaceChildren();
      hint.textContent = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      this.#chosen = -1;
    }

    #key(event) {
      const { list, input } = this.#parts;
      if (event.isComposing || list.hidden) return;
      const count = list.children.length;
      switch (event.key) {
        case "ArrowDown":
          this.#choose(this.#chosen + 1 < count ? this.#chosen + 1 : 0);
          break;
        case "ArrowUp":
          this.#choose(this.#chosen > 0 ? this.#chosen - 1 : count - 1);
          break;
        case "Enter":
          if (this.#chosen < 0) return;
          this.#search(list.children[this.#chosen].textContent);
          break;
        case "Escape":
          this.#close();
          break;
        case "ArrowLeft":
        case "ArrowRight":
        case "Home":
        case "End":
          // The cursor moves in the text, so no suggestion is chosen any more.
          input.removeAttribute("aria-activedescendant");
          this.#mark(-1);
          return;
        default:
          return;
      }
      event.preventDefault();
    }

    #choose(index) {
      this.#mark(index);
      const option = this.#parts.list.children[index];
      this.#parts.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    #mark(index) {
      this.#chosen = index;
      [...this.#parts.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    }

    async #search(words) {
      const { input, status, results } = this.#parts;
      const vraag = words.trim();
      this.#calls.suggest?.abort();
      input.value = vraag;
      this.#close();
      if (!vraag) {
        input.focus();
        return;
      }
      if (this.hasAttribute("link")) {
        // Not a form's submit: the form-action of the page around it may not allow that.
        location.assign(this.#page("", { vraag }));
        return;
      }
      status.className = "status";
      status.textContent = this.#texts.busy;
      results.setAttribute("aria-busy", "true");
      const aantal = String(Math.min(20, Math.max(1, parseInt(this.getAttribute("aantal"), 10) || 5)));
      const answer = await this.#fetch("search", this.#address("v1/passages", { vraag, aantal, uitleg: "false" }));
      if (!answer || !this.isConnected) return;
      results.removeAttribute("aria-busy");
      if (answer.status === 200 && Array.isArray(answer.body.treffers)) {
        this.#show(vraag, answer.body);
      } else {
        this.#fail(vraag, answer);
      }
    }

    #show(vraag, { totaal, treffers, suggestie, volledig }) {
      const texts = this.#texts;
      const { status, results } = this.#parts;
      const lines = [treffers.length ? texts.found(totaal, treffers.length) : texts.none(vraag)];
      if (!volledig) lines.push(texts.partial);
      status.textContent = lines.join(" ");
      const parts = [];
      if (suggestie) {
        const again = make("button", { type: "button", class: "again" }, suggestie);
        again.addEventListener("click", () => {
          this.#parts.input.focus();
          this.#search(suggestie);
        });
        parts.push(make("p", {}, texts.meant, again));
      }
      if (treffers.length) {
        // Some browsers take a list without bullets for no list; the role says that it is one.
        const hits = treffers.map((hit) => this.#hit(vraag, hit));
        parts.push(make("ol", { role: "list", "aria-label": texts.results }, ...hits));
      } else {
        parts.push(make("p", {}, texts.help));
      }
      parts.push(this.#all(vraag, totaal));
      results.replaceChildren(...parts);
    }

    #hit(vraag, { document: { id, titel, datum, jaar, soort, gemeente, taal }, passage, fragment, aantalMeer }) {
      const texts = this.#texts;
      const about = [gemeente, soort, datum ? this.#date(datum) : jaar];
      if (passage.paginaVan !== null) about.push(texts.page(passage.paginaVan, passage.paginaTot ?? passage.paginaVan));
      if (aantalMeer > 0) about.push(texts.more(aantalMeer));
      const known = about.filter((part) => part !== null && part !== undefined);
      const place = this.#page(`document/${encodeURIComponent(id)}`, { passage: passage.id, vraag }, false);
      const item = make("li", { class: "hit" }, make("a", { class: "title", href: place, lang: taal }, titel));
      if (passage.koppen.length) item.append(make("p", { class: "path", lang: taal }, passage.koppen.join(" › ")));
      item.append(make("p", { lang: taal }, ...fragment.map(({ tekst, treffer }) => (treffer ? make("mark", {}, tekst) : tekst))));
      // A space between them: without styles, and to a screen reader, they are words apart.
      if (known.length) item.append(make("p", { class: "about" }, ...known.flatMap((part) => [make("span", {}, String(part)), " "])));
      return item;
    }

    #date(date) {
      const day = new Date(`${date}T00:00:00Z`);
      if (Number.isNaN(day.getTime())) return date;
      const format = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
      return new Intl.DateTimeFormat(this.#english ? "en-GB" : "nl-NL", format).format(day);
    }

    #all(vraag, total) {
      return make("a", { class: "all", href: this.#page("", { vraag }) }, this.#texts.all(total));
    }

    #fail(vraag, { status: code, body }) {
      const texts = this.#texts;
      const { status, results } = this.#parts;
      status.className = "status fault";
      if (code === 400) {
        status.textContent = (typeof body.detail === "string" && body.detail) || texts.wrong;
        results.replaceChildren();
        return;
      }
      status.textContent = code === 429 || code === 503 ? texts.crowded : texts.failed;
      results.replaceChildren(this.#all(vraag, 0));
    }
  }

  // A page may load the script twice.
  if (!customElements.get("raadpleeg-zoek")) customElements.define("raadpleeg-zoek", RaadpleegZoek);
})();
