"""assemble: one record a happening and date; a happening told twice is one record."""

from cnevents.stages.assemble.stage import Assemble

__all__ = ["Assemble"]
