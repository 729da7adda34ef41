"""Did a measure move its indicator? Estimates against comparable units, with their errors and their limits.

A panel is a mapping of equally long columns or the path of a .csv or .csv.gz file with one row per unit and time.
`first_treated` empty, 0, infinite or after the last period means never treated.
"""

from evaluation.comparison import BeforeAfter, Minimum, Shortfall, before_after, minimum
from evaluation.effects.adjust import adjust
from evaluation.effects.aggregate import Aggregate, CohortEffect, EventEffect, TimeEffect
from evaluation.effects.bounds import Bound, Bounds, relative_magnitudes
from evaluation.effects.cells import Cell
from evaluation.effects.command import add_arguments, command
from evaluation.effects.estimate import Estimate
from evaluation.effects.event_study import EventStudy, event_study
from evaluation.effects.evidence import Evidence, Level, level
from evaluation.effects.goodman_bacon import GoodmanBacon, Part, goodman_bacon
from evaluation.effects.group_time import GroupTimeEffects, group_time_att
from evaluation.effects.pretest import CAVEAT, Pretest
from evaluation.effects.randomisation import Randomisation, randomisation
from evaluation.effects.sun_abraham import SunAbraham, sun_abraham
from evaluation.effects.two_stage import TwoStage, two_stage

__all__ = [
    "CAVEAT",
    "Aggregate",
    "BeforeAfter",
    "Bound",
    "Bounds",
    "Cell",
    "CohortEffect",
    "Estimate",
    "EventEffect",
    "EventStudy",
    "Evidence",
    "GoodmanBacon",
    "GroupTimeEffects",
    "Level",
    "Minimum",
    "Part",
    "Pretest",
    "Randomisation",
    "Shortfall",
    "SunAbraham",
    "TimeEffect",
    "TwoStage",
    "add_arguments",
    "adjust",
    "before_after",
    "command",
    "event_study",
    "goodman_bacon",
    "group_time_att",
    "level",
    "minimum",
    "randomisation",
    "relative_magnitudes",
    "sun_abraham",
    "two_stage",
]
