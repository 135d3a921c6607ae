# %% [markdown]
# # A corpus of a year
#
# Many articles in one picture. The twelve samples of this project are dated over the year 2025. Name a corpus
# of your own to read a year of it instead: `CORPUS=news.jsonl.xz`, JSON Lines with `text`, `date` and `id`.
# It needs `pip install "cnevents[viz,pandas]"`.

# %%
import itertools
import json
import lzma
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import cnevents
from cnevents import Article

ROOT = Path(__file__).parent.parent if "__file__" in globals() else Path("..")
CORPUS = Path(os.environ.get("CORPUS", ROOT / "none.jsonl.xz"))
YEAR, EVERY = "2024", 25  # every 25th article of that year


def samples() -> Iterator[Article]:
    for path in sorted((ROOT / "data" / "samples").glob("*.txt")):
        gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
        yield Article(text=path.read_text(encoding="utf-8"), doc_id=path.stem, published=gold["published"])


def corpus() -> Iterator[Article]:
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        records = (record for line in lines if (record := json.loads(line))["date"].startswith(YEAR))
        for record in itertools.islice(records, 0, None, EVERY):
            yield Article(text=record["text"], doc_id=record["id"], published=record["date"])


# %% [markdown]
# One extractor for all; a document that cannot be read must not end the work.

# %%
extractor = cnevents.load()
documents = []
for article in corpus() if CORPUS.exists() else samples():
    try:
        documents.append(extractor.extract(article))
    except cnevents.CneventsError as error:
        print(article.doc_id, error.code, error.message)
len(documents), sum(len(document.events) for document in documents)

# %% [markdown]
# A row a type. Where there are too many marks, those of a week or a month become one.

# %%
cnevents.viz.timeline(documents)

# %% [markdown]
# Where it happened. Grey dots are places that the tables know; no borders are drawn.

# %%
cnevents.viz.map(documents)

# %% [markdown]
# Which types in which month:

# %%
events = cnevents.EventList([event for document in documents for event in document.events], documents)
frame = events.to_dataframe()
frame["month"] = frame["date_start"].str[:7]
frame.pivot_table(index="type", columns="month", values="event_id", aggfunc="count", fill_value=0)

# %% [markdown]
# The same and more on one page, to be handed on: it opens in any browser, without a network.

# %%
report = Path(tempfile.mkdtemp()) / "report.html"
report.write_text(cnevents.viz.report(documents, title="A year"), encoding="utf-8")
f"{report.name}: {report.stat().st_size / 1e6:.1f} MB"
