"""Outlines of the caller's own, to be drawn below a map."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cnevents.errors import FileError


def read_outlines(path: str | Path) -> Iterator[dict[str, Any]]:
    """The points of all lines and rings of a GeoJSON file, numbered by part.

    Raises FileError: E201 where there is no such file, E206 where it cannot be read or is no GeoJSON.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise FileError("E201", path=path) from error
    except OSError as error:
        raise FileError("E206", path=path, reason=error.strerror or str(error)) from error
    except ValueError as error:
        raise FileError("E206", path=path, reason=f"no JSON: {error}") from error
    try:
        for part, line in enumerate(_lines(content)):
            for order, point in enumerate(line):
                yield {"part": part, "order": order, "lon": float(point[0]), "lat": float(point[1])}
    except (TypeError, KeyError, IndexError, ValueError, AttributeError) as error:
        raise FileError("E206", path=path, reason="no GeoJSON of lines or polygons") from error


def _lines(shape: Mapping[str, Any]) -> Iterator[list[Any]]:
    kind = shape["type"]
    if kind == "FeatureCollection":
        for feature in shape["features"]:
            yield from _lines(feature)
    elif kind == "Feature":
        yield from _lines(shape["geometry"]) if shape["geometry"] else ()
    elif kind == "GeometryCollection":
        for one in shape["geometries"]:
            yield from _lines(one)
    elif kind == "LineString":
        yield shape["coordinates"]
    elif kind in ("Polygon", "MultiLineString"):
        yield from shape["coordinates"]
    elif kind == "MultiPolygon":
        for polygon in shape["coordinates"]:
            yield from polygon
