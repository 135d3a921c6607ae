"""HanLP's models as a segmenter, a source of names and a source of roles.

`adapt` reads a HanLP document and needs no HanLP; the rest imports it when a model is loaded.
"""

from __future__ import annotations

from cnevents.integrations.hanlp.adapter import Adapted, adapt

__all__ = ["Adapted", "adapt"]
