"""From the district's records to the inputs of a run: who is reckoned, and one figure a branch and indicator."""

from yipanqi.assessment.gathering.facts import Fact, Gathered, lines_of
from yipanqi.assessment.gathering.gather import gather

__all__ = ["Fact", "Gathered", "gather", "lines_of"]
