"""A drawing made fit for a page: named for screen readers, alone in its ids, free to shrink."""

import re
from xml.etree import ElementTree

from bosetting.report.drawing.fonts import text_width, weight_of

_SVG = "http://www.w3.org/2000/svg"
_FORBIDDEN = {"a", "script", "foreignObject", "image", "style", "iframe"}
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_NUMBER = re.compile(r"-?\d+\.\d+")
TITLED = "titled"
"""The role that a chart gives to marks whose description is to be shown when they are pointed at."""
_DROPPED = ("role", "version", "class", "pointer-events")


def accessible_svg(drawing: str, *, id: str, title: str, description: str, language: str) -> str:
    """Gives the drawing a role, a title and a description, and ids no other drawing on the page has.

    The parts inside keep no roles or labels: the whole is one image with one description, and the
    drawing's figures are in its table. Marks of the role ``TITLED`` keep theirs as a title, for the pointer.

    Raises:
        ValueError: The drawing holds something that is not drawn, such as a link or a script.
    """
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(drawing)  # noqa: S314 - it comes from our own converter
    names = _new_names(root, id)
    for element in list(root.iter()):
        _clean(element, names)
        _keep_width(element)
        _shorten(element)
    _describe(root, id, title, description)
    root.set("class", "drawing")
    root.set("lang", language)
    return ElementTree.tostring(root, encoding="unicode")


def _new_names(root: ElementTree.Element, id: str) -> dict[str, str]:
    """Numbers the ids in the order they stand: the converter's own count goes on from chart to chart."""
    own = [element.get("id", "") for element in root.iter() if element.get("id")]
    return {name: f"{id}-part-{number}" for number, name in enumerate(own, 1)}


def _clean(element: ElementTree.Element, names: dict[str, str]) -> None:
    kind = element.tag.rpartition("}")[2]
    if kind in _FORBIDDEN:
        message = f"The chart holds a <{kind}> element. Expected only shapes and text, without links."
        raise ValueError(message)
    if element.get("opacity") == "1":
        del element.attrib["opacity"]
    if element.get("aria-roledescription") == TITLED:
        said = ElementTree.SubElement(element, f"{{{_SVG}}}title")
        said.text = element.get("aria-label")
    # The page's security policy blocks style attributes; as plain attributes they mean the same.
    for rule in filter(None, element.attrib.pop("style", "").split(";")):
        name, _, value = rule.partition(":")
        element.set(name.strip(), value.strip())
    for name in [n for n in element.attrib if n in _DROPPED or n.startswith("aria-") or "}" in n]:
        del element.attrib[name]
    for name, value in element.attrib.items():
        element.set(name, _REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value))
    if "id" in element.attrib:
        element.set("id", names[element.attrib["id"]])


def _shorten(element: ElementTree.Element) -> None:
    """Gives shapes and places in tenths of a pixel: more cannot be seen, and a map has thousands of them."""
    for name in ("d", "transform"):
        if name in element.attrib:
            element.set(
                name,
                _NUMBER.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), element.get(name, "")),
            )


def _keep_width(element: ElementTree.Element) -> None:
    """Fixes how wide a line of text is, since labels would collide where the page's font is turned off."""
    if element.tag == f"{{{_SVG}}}text" and element.text and element.text.strip():
        weight = weight_of(element.get("font-weight", "normal"))
        size = float(element.get("font-size", "16px").removesuffix("px"))
        element.set("textLength", f"{text_width(element.text, size, weight):.2f}")
        element.set("lengthAdjust", "spacingAndGlyphs")


def _describe(root: ElementTree.Element, id: str, title: str, description: str) -> None:
    for place, (kind, text) in enumerate((("title", title), ("desc", description))):
        said = ElementTree.Element(f"{{{_SVG}}}{kind}", {"id": f"{id}-{kind}"})
        said.text = text
        root.insert(place, said)
    root.set("role", "img")
    root.set("aria-labelledby", f"{id}-title {id}-desc")
