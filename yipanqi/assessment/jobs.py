"""What the worker does: reckon a run."""

from django_tasks import task

from yipanqi.assessment.models import Run


@task()
def prepare_run(pk: int, attempt: int) -> None:
    from yipanqi.assessment import reckoning  # numpy is the worker's alone

    run = Run.objects.select_related("adoption").filter(pk=pk, attempt=attempt, state="queued").first()
    if run is not None:
        reckoning.reckon(run)
