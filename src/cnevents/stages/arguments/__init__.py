"""arguments: who did it, to whom, when and where, by the structure of the clause."""

from cnevents.stages.arguments.stage import Arguments

__all__ = ["Arguments"]
