"""From the page of a finished run to its picture."""

from django.urls import reverse

from yipanqi.assessment.models import Run
from yipanqi.kit.panels import Panel, panel


@panel("assessment.run", order=10, queries=0)
def picture(run: Run, scope) -> Panel | None:
    if run.state != "done" or run.adoption.state != "in_force":
        return None
    address = f"{reverse('board')}?view=harmony&period={run.pk}"
    return Panel("协同图", "insight/harmony_link.html", {"address": address}, side=True)
