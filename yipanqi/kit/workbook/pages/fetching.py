"""Getting the batch a page is about."""

from django.http import Http404

from yipanqi.kit.request import Request
from yipanqi.kit.workbook.kinds import KINDS
from yipanqi.kit.workbook.models import Batch


def batch_of(request: Request, pk: int) -> Batch:
    """The batch, for whoever may import its kind; a stranger gets 404."""
    found = (
        Batch.objects.visible_to(request.scope)
        .select_related("uploaded_by", "applied_by", "withdrawn_by")
        .filter(pk=pk)
        .first()
    )
    if found is None or (found.kind in KINDS and not KINDS[found.kind].may(request.scope)):
        raise Http404
    return found


def is_uploader(request: Request, batch: Batch) -> bool:
    """Identity numbers are for the one who brought them."""
    return batch.uploaded_by_id == request.user.pk
