"""Scoring against gold: what `cnevents evaluate` runs."""

from __future__ import annotations

from cnevents.evaluation.gold import GoldDocument, read_gold
from cnevents.evaluation.predictions import Prediction, predict
from cnevents.evaluation.report import Report, render
from cnevents.evaluation.score import score

__all__ = ["GoldDocument", "Prediction", "Report", "predict", "read_gold", "render", "score"]
