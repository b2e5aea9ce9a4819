"""Languages as sources print them (`English`, `eng`, `en-GB`, `Español`) to the two letters of ISO 639-1."""

import unicodedata

#: ISO 639-1 -> ISO 639-2 codes (bibliographic and terminology), names in English and in the language itself, folded.
_NAMES = {
    "en": "eng english ingles anglais englisch inglese engels engelska angielski anglicky",
    "es": "spa spanish espanol castellano espagnol spanisch",
    "fr": "fre fra french francais frances franzosisch", "de": "ger deu german deutsch aleman allemand", "pt": "por portuguese portugues",
    "it": "ita italian italiano", "nl": "dut nld dutch nederlands flemish", "sv": "swe swedish svenska", "no": "nor norwegian norsk",
    "nb": "nob bokmal", "nn": "nno nynorsk", "da": "dan danish dansk", "fi": "fin finnish suomi", "is": "ice isl icelandic",
    "pl": "pol polish polski",
    "cs": "cze ces czech cestina cesky", "sk": "slo slk slovak", "sl": "slv slovenian slovene", "hr": "hrv scr croatian hrvatski",
    "sr": "srp scc serbian", "bs": "bos bosnian", "bg": "bul bulgarian", "mk": "mac mkd macedonian", "ru": "rus russian",
    "uk": "ukr ukrainian", "be": "bel belarusian", "ro": "rum ron romanian", "hu": "hun hungarian magyar", "el": "gre ell greek",
    "tr": "tur turkish turkce", "ar": "ara arabic", "fa": "per fas persian farsi", "he": "heb hebrew", "hi": "hin hindi", "ur": "urd urdu",
    "bn": "ben bengali", "ta": "tam tamil", "zh": "chi zho chinese mandarin", "ja": "jpn japanese", "ko": "kor korean",
    "vi": "vie vietnamese", "th": "tha thai", "id": "ind indonesian", "ms": "may msa malay", "ca": "cat catalan catala",
    "eu": "baq eus basque",
    "gl": "glg galician", "cy": "wel cym welsh", "ga": "gle irish", "gd": "gla gaelic", "lv": "lav latvian", "lt": "lit lithuanian",
    "et": "est estonian eesti", "sq": "alb sqi albanian", "ka": "geo kat georgian", "hy": "arm hye armenian", "af": "afr afrikaans",
    "sw": "swa swahili", "la": "lat latin", "eo": "epo esperanto", "mn": "mon mongolian", "kk": "kaz kazakh", "uz": "uzb uzbek",
    "tl": "tgl tagalog filipino",
}  # fmt: skip
_CODES = {name: code for code, names in _NAMES.items() for name in (code, *names.split())}


def code(words: str) -> str:
    """The two-letter code of a language; what we do not know is kept as printed, in lower case.

    >>> code("English"), code("ger"), code("pt-BR"), code("tlh")
    ('en', 'de', 'pt', 'tlh')
    """
    folded = "".join(one for one in unicodedata.normalize("NFKD", words.strip(" .").lower()) if not unicodedata.combining(one))
    if folded in ("und", "zxx", "mul", "mis", "undetermined", "unknown", "multiple languages", ""):
        return ""
    return _CODES.get(folded) or _CODES.get(folded.replace("_", "-").split("-")[0].split(";")[0].strip(), folded)
