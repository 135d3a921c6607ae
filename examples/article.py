# %% [markdown]
# # One article
#
# What an article tells: who, whom, when, where, and by whose word. The file is plain Python in cells:
# open it in VS Code, or in Jupyter with jupytext, or run it. It needs `pip install "cnevents[viz,pandas]"`.

# %%
import json
from pathlib import Path

import cnevents

FOLDER = (
    Path(__file__).parent.parent / "data" / "samples" if "__file__" in globals() else Path("../data/samples")
)

# %% [markdown]
# A text and the day on which it was published: relative dates (15日, 今天) are resolved by that day.

# %%
text = (FOLDER / "visit.txt").read_text(encoding="utf-8")
events = cnevents.extract_events(text, published="2025-04-16", doc_id="visit")
events

# %% [markdown]
# Names, dates and triggers are coloured; rest the pointer on one for what is known of it. A click on the
# name of a column sorts the table. One event alone shows its fields and the words that each rests on.

# %%
events[0]

# %% [markdown]
# As a data frame, one row an event:

# %%
frame = events.to_dataframe()
frame[["date_start", "type", "frame", "actors", "recipients", "place", "modality"]]

# %% [markdown]
# Why does a record say what it says?

# %%
print(cnevents.explain(text, published="2025-04-16"))

# %% [markdown]
# When, and who with whom. Hollow marks are planned, possible or denied.

# %%
cnevents.viz.timeline(events, by="state")

# %%
cnevents.viz.network(events, told=True)

# %% [markdown]
# A whole document holds entities and dates besides; Traditional text is read alike.

# %%
published = json.loads((FOLDER / "resignation.gold.json").read_text(encoding="utf-8"))["published"]
document = cnevents.load().extract(
    (FOLDER / "resignation.txt").read_text(encoding="utf-8"), published=published
)
document

# %%
[(entity.type, entity.id, entity.names) for entity in document.entities]
