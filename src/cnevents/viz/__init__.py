"""To look at: timelines, networks, maps and heat maps of events, and a report as one page.

Every picture is a `Picture`: it shows itself in a notebook and saves itself as one HTML file that needs
no network, as PNG or as SVG. Pictures need the extra `viz`; a notebook shows records without it.

>>> import cnevents
>>> events = cnevents.extract_events("韩国外长4日在河内同越南外长举行会谈。", published="2025-03-05")
>>> cnevents.viz.timeline(events)
<Picture: timeline of 1 event>
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnevents.viz.heatmaps import heatmap
    from cnevents.viz.maps import map
    from cnevents.viz.networks import network
    from cnevents.viz.pictures import Picture
    from cnevents.viz.reports import report
    from cnevents.viz.timelines import timeline

# Modules have other names than the functions: importing one would else put it in the function's place.
_HOMES = {
    "heatmap": "heatmaps", "map": "maps", "network": "networks", "Picture": "pictures", "report": "reports",
    "timeline": "timelines",
}  # fmt: skip

__all__ = ["Picture", "heatmap", "map", "network", "report", "timeline"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'cnevents.viz' has no attribute {name!r}")
    return getattr(import_module(f"cnevents.viz.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
