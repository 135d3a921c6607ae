# %% [markdown]
# # Actors and dyads
#
# Who acts on whom, how often, and how kindly. It needs `pip install "cnevents[viz,pandas,polars]"`.

# %%
import cnevents

TEXTS = {
    "2025-01-15": "以色列军队14日对加沙发动空袭，造成12人死亡。法国外交部15日谴责以色列，呼吁立即停火。",
    "2025-02-11": "以色列同巴勒斯坦10日在开罗举行会谈。埃及外长会见以色列代表。卡塔尔宣布向加沙提供援助。",
    "2025-03-05": "以色列3日再次空袭加沙。法國宣布制裁以色列。埃及外長4日譴責以色列的襲擊。",
    "2025-04-20": "以色列与巴勒斯坦19日签署停火协议。法国总统20日欢迎停火，并同埃及总统通电话。",
}

# %%
extractor = cnevents.load()
documents = [extractor.extract(text, published=day, doc_id=day) for day, text in TEXTS.items()]
events = cnevents.EventList([event for document in documents for event in document.events], documents)
events

# %% [markdown]
# Arrows run from who acts to whom it is done; a line without a head joins those who act together.
# `level="state"` counts every body and person for its state.

# %%
cnevents.viz.network(events, level="state")

# %% [markdown]
# Month by month, by number and by mean intensity (-10 attack, 10 help):

# %%
cnevents.viz.heatmap(events)

# %%
cnevents.viz.heatmap(events, value="intensity")

# %% [markdown]
# As a graph of networkx, with one edge an event: who is acted on most?

# %%
graph = events.to_networkx()
sorted(graph.in_degree(), key=lambda pair: -pair[1])[:5]

# %% [markdown]
# As a data frame of polars: the mean intensity of what each side does to the other.

# %%
import polars as pl  # noqa: E402

frame = events.to_dataframe("polars")
(
    frame.filter((pl.col("polarity") == "positive") & (pl.col("modality") == "actual"))
    .group_by("actor_states", "recipient_states")
    .agg(pl.len().alias("events"), pl.col("intensity").mean())
    .sort("events", "actor_states", descending=[True, False])
)
