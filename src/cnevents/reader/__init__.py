"""The reader: a small trained network that says how likely each word tells each type of event."""

from cnevents.reader.encode import Encoder, Marks
from cnevents.reader.model import Model, read_model
from cnevents.reader.reader import READERS, Reader, load_reader

__all__ = ["READERS", "Encoder", "Marks", "Model", "Reader", "load_reader", "read_model"]
