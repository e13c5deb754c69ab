//! Texts that would run, steer or break out of where they stand, if an output did not write them as the text that they
//! are.

/// What ends the place where a text may stand: an attribute, an element, a comment, a script, XML.
const BREAKS: [&str; 12] =
    ["", "\"", "'", "\">", "'>", "-->", "]]>", "</title>", "</textarea>", "</script>", "</mark></p>", "\\\"/>"];

/// What would run there.
const ELEMENTS: [&str; 9] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    " autofocus onfocus=alert(1) x=\"",
    "<a href=javascript:alert(1)>klik</a>",
    "<base href=//example.com/>",
    "<style>*{background:url(//example.com)}</style>",
    "<form action=//example.com><button>Zoek</button></form>",
];

/// What means something in one output only.
const OTHERS: [&str; 52] = [
    // Formulas of spreadsheets.
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://example.com\",\"klik\")",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u{feff}=1+1",
    "\u{a0}=1+1",
    "\u{200b}=1+1",
    "a\",=1+1,\"",
    "a\n=1+1",
    "a;=1+1;b",
    "%0A=1+1",
    // Terminals.
    "\u{1b}[31mrood\u{1b}[0m",
    "\u{1b}]0;titel\u{7}",
    "\u{1b}]8;;http://example.com\u{1b}\\klik\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;YQ==\u{7}",
    "\u{9b}31mrood",
    "\u{9d}0;titel\u{9c}",
    "\u{90}q\u{9c}",
    "een\u{8}\u{8}\u{8}twee",
    "een\rtwee",
    "\u{7f}\u{0}\u{1}",
    // XML.
    "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]>&b;",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href=\"//example.com\"?>",
    "</summary></entry><entry><title>vals</title></entry>",
    "&#0;&#x1F;&amp;lt;&onbekend;",
    "\u{fffe}\u{ffff}",
    "xmlns:x=\"http://www.w3.org/1999/xhtml\"",
    // Addresses.
    "javascript:alert(1)",
    "JaVaScRiPt://%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//example.com/x",
    "http://example.com@zoek.brinkhaven.nl/",
    "#\"><script>alert(1)</script>",
    "?vraag=a&pagina=2&lang=en",
    // Headers.
    "\r\nX-Injected: 1",
    "%0d%0aX-Injected:%201",
    "\r\n\r\n<script>alert(1)</script>",
    "\u{560a}\u{560d}X-Injected: 1",
    // Characters that turn or hide text.
    "\u{202e}fdp.exe",
    "\u{2066}een\u{2069}\u{200f}",
    "\u{2028}alert(1)\u{2029}",
    "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}",
    // Templates.
    "{{7*7}}{% include \"x\" %}${7*7}<%= 7*7 %>#{7*7}",
    "\\u003cscript\\u003ealert(1)\\x3c/script\\x3e",
];

/// All of them.
pub fn payloads() -> Vec<String> {
    let broken = BREAKS.iter().flat_map(|first| ELEMENTS.iter().map(move |then| format!("{first}{then}")));
    broken.chain(OTHERS.iter().map(|&text| text.to_owned())).collect()
}

/// A name of a file with a text in it, as far as file systems allow.
pub fn file_name(number: usize, text: &str) -> String {
    let name = format!("{text} {number}").replace('/', "\u{2215}").replace('\0', "");
    if name.len() <= 180 { name } else { format!("lang {number}") }
}
