r"""LaTeX as it stands in BibTeX fields, to plain text: accents become letters, commands vanish, mathematics stays readable.

Nothing is lost: a command we do not know leaves its words, or its own name where it has none.
"""

import re
import unicodedata

#: Accent commands -> combining character.
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307", '"': "\u0308", "r": "\u030a",
    "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361", "acute": "\u0301",
    "grave": "\u0300",
    "hat": "\u0302", "tilde": "\u0303",
    "bar": "\u0304",
    "dot": "\u0307", "ddot": "\u0308", "check": "\u030c", "breve": "\u0306",
}  # fmt: skip
SYMBOLS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å", "AA": "Å", "i": "ı",
    "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "S": "§", "P": "¶", "pounds": "£",
    "copyright": "©", "dag": "†", "ddag": "‡", "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–",
    "textemdash": "—", "endash": "–", "emdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textquotesingle": "'", "guillemotleft": "«", "guillemotright": "»", "textbackslash": "\\",
    "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_", "textbar": "|", "textless": "<", "textgreater": ">",
    "texttrademark": "™", "textregistered": "®", "textdegree": "°", "degree": "°", "euro": "€", "texteuro": "€", "textmu": "µ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "times": "×",
    "cdot": "·", "pm": "±", "mp": "∓", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈",
    "sim": "∼", "equiv": "≡", "propto": "∝", "infty": "∞", "rightarrow": "→", "to": "→", "leftarrow": "←", "leftrightarrow": "↔",
    "in": "∈", "subset": "⊂", "cup": "∪", "cap": "∩", "forall": "∀", "exists": "∃", "partial": "∂", "nabla": "∇", "sum": "∑",
    "prod": "∏", "int": "∫", "sqrt": "√", "circ": "°", "bullet": "•", "star": "⋆", "ast": "∗", "prime": "′", "ell": "ℓ",
    "hbar": "ℏ", "langle": "⟨", "rangle": "⟩", "quad": " ", "qquad": " ", "newline": " ", "par": "\n", "item": "\n", "space": " ",
    "mathsemicolon": ";",
    "slash": "/", "lbrace": "{", "rbrace": "}", "backslash": "\\", "vert": "|", "mid": "|", "male": "♂", "female": "♀",
}  # fmt: skip
#: Commands of which only the last argument is words.
_LINKS = {"href"}
#: Commands that say only how the words after them look.
_LOOKS = (
    "textit emph textbf textsc textrm textsf texttt textup textsl textmd textnormal text mathrm mathbf mathit mathsf mathtt "
    "mathcal mathbb mathfrak ensuremath boldsymbol bm it bf em sc rm sf tt sl up md bfseries itshape scshape rmfamily sffamily "
    "ttfamily textsuperscript textsubscript url path underline mbox hbox uppercase MakeUppercase lowercase noopsort protect relax "
    "displaystyle left right big Big bigg Bigg limits nolinkurl small large Large footnotesize scriptsize tiny normalsize "
    "centering selectlanguage foreignlanguage enquote ce mkbibquote mkbibemph begin end "
)
_SILENT = frozenset(_LOOKS.split())
#: Braces and accents nested deeper than this are no writing of people's.
DEEP = 20
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?[ \t]*|\\(.)", re.S)
_MATH = re.compile(r"[\\^_{}=<>+|]")


def plain(words: str) -> str:
    r"""The text of LaTeX.

    >>> plain(r'{\"O}sterreich {\it in vivo}: CO$_{2}$ \& {\ss}, na{\"\i}ve {\c c}a --- 5\,\% \LaTeX')
    'Österreich in vivo: CO2 & ß, naïve ça — 5 % LaTeX'
    >>> plain(r'$\alpha$ {\&} $\beta$ $10^{-3}$ \TeX{} costs \$5 and \$10')
    'α & β 10-3 TeX costs $5 and $10'
    """
    if not re.search(r"[\\{}$~]|--|``|''", words):
        return words
    out: list[str] = []
    _walk(_unmathed(words), 0, out, 0)
    text = unicodedata.normalize("NFC", "".join(out))
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def _unmathed(words: str) -> str:
    """The words without the dollar signs of mathematics, and its super- and subscripts as plain characters."""
    parts = re.split(r"(?<!\\)\$\$?", words)
    if len(parts) % 2 == 0:
        return words
    for at in range(1, len(parts), 2):
        inner = parts[at]
        if _MATH.search(inner) or not re.search(r"\s", inner):
            # Braces, so that a command at its end does not swallow the space behind the formula.
            parts[at] = "{" + re.sub(r"(?<!\\)[\^_]", "", inner) + "}"
        else:
            parts[at] = f"\\${inner}\\$"
    return "".join(parts)


def _walk(words: str, at: int, out: list[str], depth: int) -> None:
    """Write the text of `words[at:]` into `out`; accents within accents beyond any sense are left as they stand."""
    if depth > DEEP:
        out.append(re.sub(r"[\\{}]", "", words[at:]))
        return
    while at < len(words):
        sign = words[at]
        if sign == "\\":
            at = _command(words, at, out, depth)
        elif sign in "{}":
            at += 1
        elif sign == "~":
            out.append(" ")
            at += 1
        elif words.startswith(("---", "--", "``", "''"), at):
            long, mark = next((one, to) for one, to in (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")) if words.startswith(one, at))
            out.append(mark)
            at += len(long)
        else:
            out.append(sign)
            at += 1


def _command(words: str, at: int, out: list[str], depth: int) -> int:
    """Write one command; gives where the text goes on."""
    match = _COMMAND.match(words, at)
    if match is None:
        return at + 1
    name, end = match[1] or match[2], match.end()
    if name in ACCENTS and (not match[1] or words[end : end + 1] == "{" or len(name) == 1):
        return _accent(words, end, name, out, depth)
    if match[2]:
        out.append({"\\": " ", "-": "", "/": "", ",": " ", ";": " ", ":": " ", "!": "", " ": " ", "\n": " "}.get(name, name))
        return end
    if name in SYMBOLS:
        out.append(SYMBOLS[name])
    elif name in _LINKS:
        _, end = _argument(words, end)
    elif name not in _SILENT and (words[end : end + 1] != "{" or words.startswith("{}", end)):
        out.append(name)
        return end - (len(match[0]) - len(match[0].rstrip()))
    return end


def _accent(words: str, at: int, name: str, out: list[str], depth: int) -> int:
    """Put an accent on the letter that follows, in braces or not."""
    while words[at : at + 1] in (" ", "\t") and at < len(words):
        at += 1
    argument, end = _argument(words, at)
    inner: list[str] = []
    _walk(argument, 0, inner, depth + 1)
    letters = "".join(inner).replace("ı", "i").replace("ȷ", "j")
    if letters and letters[0].isalpha():
        out.append(letters[0] + ACCENTS[name] + letters[1:])
    else:
        out.append((name if name in "~^" else "") + letters)
    return end


def _argument(words: str, at: int) -> tuple[str, int]:
    """The argument at a place (a group in braces, a command, or one character) and where it ends."""
    if at >= len(words):
        return "", at
    if words[at] == "\\":
        match = _COMMAND.match(words, at)
        return (match[0], match.end()) if match else ("", at + 1)
    if words[at] != "{":
        return words[at], at + 1
    depth = 0
    for end in range(at, len(words)):
        if words[end] == "\\":
            continue
        depth += (words[end] == "{") - (words[end] == "}")
        if depth == 0:
            return words[at + 1 : end], end + 1
    return words[at + 1 :], len(words)
