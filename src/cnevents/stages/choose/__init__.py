"""choose: which phrase is actor and which recipient, by a learned chooser over what the grammar saw."""

from cnevents.stages.choose.model import Chooser, load_chooser, read_chooser
from cnevents.stages.choose.stage import Choose

__all__ = ["Choose", "Chooser", "load_chooser", "read_chooser"]
