//! HTML into blocks, in four steps: the tags are made safe (`guard`), the tree is measured and its main part found
//! (`tree`), that part becomes blocks (`walk`), and what the head says is taken along (`declared`). The phrases of
//! menus and share buttons that are left are for `boilerplate`.

mod attributes;
mod declared;
mod guard;
mod inline;
mod list;
mod names;
mod tree;
mod walk;

use scraper::Html;

use crate::document::{BlockKind, Content};

/// Reads a page.
pub(super) fn read(html: &str) -> Content {
    let parsed = Html::parse_document(&guard::tamed(html));
    let root = parsed.tree.root();
    let page = tree::Page::new(root);
    let main = page.main();
    let whole_page = main.value().as_element().is_none_or(|element| element.name() == "body");
    let mut blocks = walk::blocks(&page, main, whole_page);
    let declared = declared::declared(root, main);
    // Forums and news lists repeat the title above the text of the page.
    blocks.retain(|block| block.kind != BlockKind::Paragraph || declared.title.as_ref() != Some(&block.text));
    Content { blocks, declared, ..Content::default() }
}

#[cfg(test)]
mod tests {
    //! Properties tested: blocks of each construct, what is furniture and what is not, what the head declares.

    use super::*;
    use crate::extract::shown;

    /// Expected blocks: "1 " to "6 " a heading of that level, "p " a paragraph, "i " an item, "t " a row of a table.
    fn check(html: &str, expected: &[&str]) {
        assert_eq!(shown(&read(html).blocks), expected, "{html}");
    }

    #[test]
    fn paragraphs_and_headings() {
        check(
            "<h1>De <em>brug</em></h1><p>Hij is\n  <b>n&shy;ieu</b>w.<div>Ook smal.</div>",
            &["1 De brug", "p Hij is nieuw.", "p Ook smal."],
        );
        check("<p>een<br>twee<br><br>drie", &["p een/twee", "p drie"]);
        check("<p>Neem mee:<br>- een pas<br>- een foto</p>", &["p Neem mee:", "i - een pas", "i - een foto"]);
        check("<h2>Water</h2><p><strong>De sluis</strong></p><p>Open.</p>", &["2 Water", "3 De sluis", "p Open."]);
        check("<h2>Water</h2><p><strong>De sluis</strong><br>Open.</p>", &["2 Water", "3 De sluis", "p Open."]);
        check("<p><strong>De sluis is vandaag open.</strong></p>", &["p De sluis is vandaag open."]);
        check("<pre>een\n  twee</pre><blockquote>drie</blockquote>", &["p een/  twee", "p drie"]);
    }

    #[test]
    fn lists() {
        check("<ul><li>een<ul><li>twee</ul><li><p>drie</p><p>vier</p></ul>", &["i - een", "i - twee", "i - drie/vier"]);
        check("<ol start=3><li>een<li value=7>twee<li>drie</ol>", &["i 3. een", "i 7. twee", "i 8. drie"]);
        check("<ol type=a><li>een<li>twee</ol>", &["i a. een", "i b. twee"]);
        check("<ul><li>a. een</li><li>b. twee</li></ul>", &["i a. een", "i b. twee"]);
        check("<ul><li><h3>Brug</h3><p>Dicht.</p></ul>", &["3 Brug", "p Dicht."]);
        check(
            "<dl><dt>Brug<dd>weg over water<dt>Wie?<dd>de schipper<dt>Los</dl>",
            &["i Brug: weg over water", "i Wie? de schipper", "p Los"],
        );
    }

    #[test]
    fn tables() {
        check(
            "<table><caption>Bruggen</caption><tr><th>Naam<th>Jaar<tr><td><p>Oost</p><p>zijde</p><td>1990<tr><td><td></table>",
            &["p Bruggen", "h Naam | Jaar", "t Oost zijde | 1990"],
        );
        check("<table><tr><td><h2>Brug</h2><p>Dicht.<td>Open.</table>", &["2 Brug", "p Dicht.", "p Open."]);
        check("<table role=presentation><tr><td>een<td>twee</table>", &["p een", "p twee"]);
    }

    #[test]
    fn folded_text_is_text() {
        check(
            "<h2>Vragen</h2><details><summary>Wie?</summary><p>De schipper.</details>",
            &["2 Vragen", "3 Wie?", "p De schipper."],
        );
        check(
            "<h3><button aria-controls=p1 aria-expanded=false>Wie?</button></h3><div id=p1 hidden>De schipper.</div>",
            &["3 Wie?", "p De schipper."],
        );
        check(
            "<div class=accordion-panel aria-hidden=true>De schipper.</div><div hidden>Weg.</div>",
            &["p De schipper."],
        );
    }

    #[test]
    fn furniture_goes_and_text_stays() {
        let text = "<p>De raad heeft het plan voor de brug vastgesteld.</p>";
        for furniture in [
            "<nav><a href=/>Nieuws</a></nav>",
            "<header><a href=/>Zuiddorp</a></header>",
            "<footer>Raadhuisplein 1</footer>",
            "<aside><ul><li><a href=/1>Ander nieuws</a></ul></aside>",
            "<div class='cookie-bar'>Wij gebruiken cookies</div>",
            "<div role=dialog>Akkoord?</div>",
            "<ol class=breadcrumbs><li>Home<li>Nieuws</ol>",
            "<div class='site-share'>Deel</div>",
            "<form><label>Zoekterm</label><input></form>",
            "<button>Sluiten</button>",
            "<ul><li><a href=1>Wonen</a><li><a href=2>Werken</a><li><a href=3>Weten</a></ul>",
            "<span class='sr-only'>opent nieuw venster</span>",
            "<noscript>Zet scripts aan</noscript><svg><text>x</text></svg><template><p>x</p></template>",
            "<select><option>een<option>twee</select>",
        ] {
            check(&format!("{furniture}{text}"), &["p De raad heeft het plan voor de brug vastgesteld."]);
            check(&format!("{text}{furniture}"), &["p De raad heeft het plan voor de brug vastgesteld."]);
        }
        for wrapped in [
            format!("<body class='has-sidebar'><div class='no-menu'>{text}</div>"),
            format!("<form action=/>{text}<h2>Kop</h2></form>").replace("<h2>Kop</h2>", "").replace("<p>", "<main><p>"),
            format!("<main><header>{text}</header></main>"),
            format!("<aside>{text}</aside>"),
            format!("<div class='menu-kaart'><main>{text}</main></div>"),
            format!("<nav>x</nav><div id=content>{text}</div>"),
            format!("<article><header>{text}</header></article>"),
        ] {
            check(&wrapped, &["p De raad heeft het plan voor de brug vastgesteld."]);
        }
    }

    #[test]
    fn buttons_that_come_again_go() {
        let reply = |text: &str| format!("<div><a href=1>#1</a><p>{text}</p><a href=2>Bovenaan</a></div>");
        let page =
            format!("<main><h1>Brug</h1><div>Brug</div>{}{}{}</main>", reply("Een."), reply("Twee."), reply("Drie."));
        check(&page, &["1 Brug", "p Een.", "p Twee.", "p Drie."]);
        check("<ul><li><a href=1>6</a><h3>Brug</h3>Dicht.</ul>", &["3 6 Brug", "p Dicht."]);
    }

    #[test]
    fn the_head_declares_title_and_dates() {
        let content = read(
            "<title>Brug open | Zuiddorp</title><meta name=DC.date content=2021-01-02>\
             <meta property='article:published_time' content='2021-01-03T10:00'><main><p>Tekst <time datetime=2021-01-04>nu</time></main>",
        );
        assert_eq!(content.declared.title.as_deref(), Some("Brug open"));
        assert_eq!(content.declared.dates, ["2021-01-03T10:00", "2021-01-02", "2021-01-04"]);
        let titled = read("<title>Zuiddorp</title><h1>De <b>brug</b></h1>");
        assert_eq!(titled.declared.title.as_deref(), Some("De brug"));
    }
}
