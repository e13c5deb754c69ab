// What makes searching quicker where scripts run: suggestions, copying a reference, keys between results.
// Pages are complete without it. Texts from the server are only ever set as text.
"use strict";
(() => {
  const dutch = document.documentElement.lang !== "en";
  const say = (nl, en) => (dutch ? nl : en);
  const LEAST = 2; // letters before suggestions are asked
  const PAUSE = 150; // milliseconds without typing before they are

  /** The search field as a combobox with a list of suggestions (WAI-ARIA 1.2 pattern, list autocomplete). */
  function suggest(field) {
    const list = document.createElement("ul");
    list.id = "suggesties";
    list.className = "search__list utrecht-search-bar__dropdown";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", say("Suggesties", "Suggestions"));
    list.hidden = true;
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    field.after(list, status);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", list.id);
    field.autocomplete = "off";

    let timer, request, active = -1, typed = field.value;

    function close() {
      clearTimeout(timer);
      request?.abort();
      list.hidden = true;
      active = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }

    function show(suggestions) {
      list.replaceChildren(...suggestions.map(option));
      if (!suggestions.length) { close(); status.textContent = ""; return; }
      list.hidden = false;
      active = -1;
      field.removeAttribute("aria-activedescendant");
      field.setAttribute("aria-expanded", "true");
      const count = suggestions.length;
      status.textContent = say(`${count} ${count === 1 ? "suggestie" : "suggesties"}`, `${count} ${count === 1 ? "suggestion" : "suggestions"}`);
    }

    function option(suggestion, at) {
      const item = document.createElement("li");
      item.id = `suggestie-${at}`;
      item.className = "search__option utrecht-search-bar__list-item";
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.text = suggestion.tekst;
      item.textContent = suggestion.tekst;
      if (suggestion.soort === "titel") {
        const kind = document.createElement("span");
        kind.className = "search__kind";
        kind.textContent = say("titel", "title");
        item.append(" ", kind);
      }
      return item;
    }

    async function ask() {
      request?.abort();
      const begin = field.value.trim();
      if (begin.length < LEAST) { show([]); return; }
      request = new AbortController();
      const { signal } = request;
      try {
        const answer = await fetch(`${field.dataset.suggestions}?begin=${encodeURIComponent(begin)}`, { signal });
        const found = answer.ok ? (await answer.json()).suggesties : [];
        if (!signal.aborted && document.activeElement === field) show(found);
      } catch {
        if (!signal.aborted) show([]); // suggestions are a help: without them searching goes on
      }
    }

    function move(step) {
      const options = list.children;
      options[active]?.classList.remove("utrecht-search-bar__list-item--is-active");
      options[active]?.setAttribute("aria-selected", "false");
      // One place more than there are options: the last place is what was typed.
      active = ((active + 1 + step + options.length + 1) % (options.length + 1)) - 1;
      const chosen = options[active];
      if (!chosen) { field.value = typed; field.removeAttribute("aria-activedescendant"); return; }
      chosen.classList.add("utrecht-search-bar__list-item--is-active");
      chosen.setAttribute("aria-selected", "true");
      chosen.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", chosen.id);
      field.value = chosen.dataset.text;
    }

    field.addEventListener("input", () => {
      typed = field.value;
      clearTimeout(timer);
      request?.abort();
      timer = setTimeout(ask, PAUSE);
    });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        field.value = typed;
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) { if (event.key === "ArrowDown") ask(); return; }
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter") {
        close(); // the form goes with what is in the field
      }
    });
    field.addEventListener("blur", close);
    // The press and not the click: the field would lose focus, and the list close, in between.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (!chosen) return;
      field.value = chosen.dataset.text;
      close();
      field.form.requestSubmit();
    });
  }

  /** A button that copies the field it names, and says so. */
  function copy(button) {
    const field = document.getElementById(button.dataset.copy);
    const done = button.parentElement.querySelector("[data-copied]");
    if (!field || !done || !navigator.clipboard) return; // no clipboard without https: the text can be selected
    button.hidden = false;
    button.addEventListener("click", async () => {
      done.textContent = "";
      try {
        await navigator.clipboard.writeText(field.value);
        done.textContent = done.dataset.copied;
      } catch {
        field.focus();
        field.select();
      }
    });
  }

  /** j, k and / while a title of a result has the focus; nowhere else, as WCAG 2.1.4 asks of single keys. */
  function step(hits) {
    const titles = [...hits.querySelectorAll(".hit__title a")];
    hits.addEventListener("keydown", (event) => {
      const at = titles.indexOf(event.target);
      if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
      const next = { j: titles[at + 1], k: titles[at - 1], "/": document.getElementById("vraag") }[event.key];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  }

  for (const field of document.querySelectorAll("[data-suggestions]")) suggest(field);
  for (const button of document.querySelectorAll("[data-copy]")) copy(button);
  for (const hits of document.querySelectorAll(".hits")) step(hits);
  // A link that names a passage without its anchor, as other sites write it.
  if (!location.hash) document.querySelector(".passage--opened")?.scrollIntoView();
})();
