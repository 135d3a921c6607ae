"""HTML read without a browser: its elements, and whether every one is closed where it should be."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "meta", "link", "img", "hr", "input"}
OUTSIDE = {"src", "href", "action", "data", "poster", "background"}


@dataclass
class Element:
    """An element: its attributes, and the text inside of it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""

    def has_class(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()


@dataclass
class Reading(HTMLParser):
    """What an HTML text holds; `faults` are elements closed out of turn."""

    source: str
    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()
        self.faults += [f"{element.tag} never closed" for element in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            self.faults.append(f"</{tag}> inside {self.open[-1].tag if self.open else 'nothing'}")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, tag: str, name: str = "") -> list[Element]:
        """The elements of a tag, and of a class where one is named."""
        return [one for one in self.elements if one.tag == tag and (not name or one.has_class(name))]

    def fetched(self) -> list[str]:
        """What a browser would get from elsewhere, and handlers that it would run."""
        return [
            f"{one.tag} {name}={value[:40]}"
            for one in self.elements
            for name, value in one.attributes.items()
            if name in OUTSIDE or name.startswith("on")
        ]
