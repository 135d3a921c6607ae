"""Colours: blue for cooperation and red for conflict, which the colour-blind tell apart."""

from __future__ import annotations

from cnevents.records import Event

QUADS: dict[str, str] = {
    "verbal cooperation": "#6baed6",
    "material cooperation": "#2171b5",
    "verbal conflict": "#f4a259",
    "material conflict": "#c8322b",
    "neutral": "#8c8c8c",
}
SIDES: dict[str, str] = {"cooperation": "#3182bd", "conflict": "#d1495b", "neutral": "#8c8c8c"}
CJK = (
    "system-ui, 'Noto Sans CJK SC', 'Noto Sans CJK TC', 'Source Han Sans SC', 'PingFang SC', 'PingFang TC', "
    "'Microsoft YaHei', 'Microsoft JhengHei', 'WenQuanYi Micro Hei', sans-serif"
)


def side(event: Event) -> str:
    """cooperation, conflict or neutral."""
    return event.quad.rpartition(" ")[2]


def slug(quad: str) -> str:
    """The CSS class of a quad class.

    >>> slug("verbal conflict")
    'verbal-conflict'
    """
    return quad.replace(" ", "-")
