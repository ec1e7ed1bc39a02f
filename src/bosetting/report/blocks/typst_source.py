"""Markdown tokens as Typst source, and the escaping that keeps data from being read as Typst."""

import re

from bosetting.report.blocks.markdown import Token, is_safe_address, plain_text

BREAK = "\u200b"
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_LONG = re.compile(r"\S{17,}")
# What an address is made of, and no word; only there a line may end anywhere, since a hyphen would be read as
# part of it.
_ADDRESS = re.compile(r"[@_:=&?#%\\\d]|\w\.\w")
_AFTER = re.compile(r"(?<=[.@_\-/:=&?,;+%#~|\\])(?=\w)")
_ADDRESS_RUN = re.compile(r"\w{12}(?=\w)")
# Longer than any word that hyphenation knows.
_WORD_RUN = re.compile(r"(?<!\w)\w{31,}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")


def breakable(text: str) -> str:
    """Gives long words places where a line may end: zero-width spaces, which are not seen.

    Typst ends a line only at spaces, some signs and syllables, and sets what is longer than the line over
    the next column or off the page.
    """
    return _LONG.sub(lambda word: _broken(word[0]), text)


def _broken(word: str) -> str:
    parts = _AFTER.sub(BREAK, word)
    if _ADDRESS.search(word):
        return _ADDRESS_RUN.sub(lambda run: run[0] + BREAK, parts)
    return _WORD_RUN.sub(lambda run: _ADDRESS_RUN.sub(lambda part: part[0] + BREAK, run[0]), parts)


def escape_typst(text: str) -> str:
    """Makes text mean only itself in Typst markup, and gives its long words places to break.

    All ASCII punctuation is escaped, also what is harmless alone: `--`, `//`, `1.` and `http://` are
    markup too, and a rule without exceptions is one nobody has to keep up with Typst.
    """
    return _PUNCTUATION.sub(r"\\\1", breakable(_CONTROL.sub(" ", text)))


def typst_string(text: str) -> str:
    """Writes text as a Typst string literal."""
    clean = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def markdown_typst(tokens: list[Token]) -> str:
    """Writes Markdown tokens as Typst; `##`, the page's first level, is the document's first level."""
    return "".join(_typst(token) for token in tokens)


def _typst(token: Token) -> str:  # noqa: PLR0911 - one line a kind of token, as a table would be read
    kind, attrs = token["type"], token.get("attrs", {})
    inner = markdown_typst(token["children"]) if "children" in token else escape_typst(token.get("raw", ""))
    match kind:
        case "paragraph":
            return f"{inner}\n\n"
        case "heading":
            return f"#heading(level: {attrs['level'] - 1})[{inner}] #label({typst_string(attrs['id'])})\n\n"
        case "strong" | "emphasis":
            return f"#{'strong' if kind == 'strong' else 'emph'}[{inner}];"
        case "link":
            return _link(attrs["url"], inner)
        case "list":
            items = "".join(f"[{markdown_typst(item['children']).strip()}]," for item in token["children"])
            start = f"start: {int(attrs['start'])}, " if "start" in attrs else ""
            return f"#{'enum' if attrs['ordered'] else 'list'}({start}{items})\n\n"
        case "block_quote":
            return f"#quote(block: true)[{inner.strip()}]\n\n"
        case "codespan" | "block_code":
            block = kind == "block_code"
            code = typst_string(breakable(token["raw"].rstrip("\n")))
            return f"#raw({code}, block: {str(block).lower()});" + ("\n\n" if block else "")
        case "linebreak":
            return "#linebreak();"
        case "softbreak":
            return "\n"
        case "thematic_break":
            return "#line(length: 100%)\n\n"
        case "blank_line":
            return ""
        case "image":
            return escape_typst(plain_text(token["children"]))
    return inner + ("\n\n" if kind == "block_html" else "")


def _link(address: str, inner: str) -> str:
    if not is_safe_address(address):
        return inner
    if address.startswith("#"):
        return f"#link(label({typst_string(address[1:])}))[{inner}];"
    return f"#link({typst_string(address)})[{inner}];"
