"""phrases: names, offices and groups put together into the noun phrases that take part in events."""

from cnevents.stages.phrases.stage import Phrases

__all__ = ["Phrases"]
