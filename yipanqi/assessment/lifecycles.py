"""The arrow of an adopted scheme: it can be put out of force again, with the reason."""

from yipanqi.assessment import rules
from yipanqi.assessment.models import ADOPTION_STATES
from yipanqi.kit.arrows import Lifecycle

ADOPTION = Lifecycle("assessment.Adoption", "state", ADOPTION_STATES)

ADOPTION.arrow(
    "end", "停用", sources=["in_force"], target="ended", event="scheme.ended", may=rules.may_end,
    asks="停用的原因", consequence="协同图收起，以前算过的结果还在",
)  # fmt: skip
