"""Pictures that editors store. A drawing (SVG) is a document that could carry scripts, so only shapes are taken."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from lxml import etree
from wagtail.images.forms import BaseImageForm

ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "symbol",
        "use",
        "clipPath",
        "mask",
        "pattern",
        "linearGradient",
        "radialGradient",
        "stop",
        "metadata",
    ]
)
"""What a plain drawing is made of: shapes, text, colours. No script, no foreign content, no picture from elsewhere."""


class PictureForm(BaseImageForm):
    """Wagtail's form, which takes a drawing only after a look inside (`home.upkeep.uploads` builds on it)."""

    def clean_file(self) -> Any:
        """Refuse a drawing that holds more than shapes."""
        file = self.cleaned_data.get("file")
        if file and str(file.name).lower().endswith(".svg"):
            file.seek(0)
            problem = unsafe_part(file.read())
            file.seek(0)
            if problem:
                said = _("This drawing holds more than shapes (%(part)s), which could run on readers’ machines.")
                raise ValidationError(said, params={"part": problem})
        return file


def unsafe_part(drawing: bytes) -> str:
    """Return the first part of an SVG that is no plain shape, or nothing.

    Refused are: elements outside ``ELEMENTS``, handlers of events, links that lead out of the file, styles that load
    anything, and a document type with entities.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(drawing, parser)
    except etree.XMLSyntaxError as error:
        return str(error.msg)[:80]
    if root.getroottree().docinfo.internalDTD is not None:
        return "DOCTYPE"
    for element in root.iter():
        if not isinstance(element.tag, str):
            # Comments say nothing to a browser; instructions may load style sheets.
            if element.tag is not etree.Comment:
                return "<?…?>"
            continue
        name = etree.QName(element).localname
        if name not in ELEMENTS:
            return f"<{name}>"
        for attribute, value in element.attrib.items():
            if _is_unsafe(etree.QName(attribute).localname, str(value)):
                return f"{etree.QName(attribute).localname}="
    return ""


def _is_unsafe(attribute: str, value: str) -> bool:
    if attribute.lower().startswith("on"):
        return True
    if attribute == "href":
        return not value.startswith("#")
    plain = "".join(value.split()).lower()
    return "url(" in plain.replace("url(#", "") or "javascript:" in plain or "@import" in plain
