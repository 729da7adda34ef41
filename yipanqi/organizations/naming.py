"""Finding organisations by what people type: a code, a full name, or a piece of a name."""

from django.db.models import Case, IntegerField, Q, Value, When

from yipanqi.organizations.models import PARTY, UNIT, Organization

NOUNS = {PARTY: "党组织", UNIT: "机构"}
MOST_SUGGESTED = 12


def suggest(words: str, tree: str, scope) -> list[tuple[str, str, str]]:
    """(code, name, kind) of the standing organisations whose name or code holds the words: best matches first."""
    if not words:
        return []
    beginning = Case(
        When(Q(code__iexact=words) | Q(name=words), then=Value(0)),
        When(Q(name__startswith=words) | Q(code__istartswith=words), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = (
        Organization.objects.visible_to(scope)
        .standing()
        .filter(Q(name__icontains=words) | Q(code__istartswith=words), tree=tree)
        .order_by(beginning, "path")[:MOST_SUGGESTED]
    )
    return [(each.code, each.name, each.kind_label) for each in rows]


def meant(text: str, tree: str) -> list[Organization]:
    """The organisations a text names: by code, by full name, or by ``name code`` as the suggestions write it.

    Several when a name is used more than once; a dissolved one only when no standing one answers to it.
    """
    text = " ".join(text.split())
    code = text.rpartition(" ")[2]
    found = list(Organization.objects.filter(Q(code__iexact=text) | Q(code__iexact=code) | Q(name=text), tree=tree))
    for answers in (
        [each for each in found if each.code.casefold() == text.casefold()],
        [each for each in found if each.name == text and each.dissolved_on is None],
        [each for each in found if each.name == text],
        [each for each in found if f"{each.name} {each.code}" == text],
    ):
        if answers:
            return answers
    return []


def written(code: str, name: str) -> str:
    """How a chosen organisation stands in a text box: its name, and its code that tells it from namesakes."""
    return f"{name} {code}"


def complaint(text: str, tree: str, found: list[Organization]) -> str:
    """Why a text names no single organisation; empty when it does."""
    if not found:
        return f"没有叫“{text}”的{NOUNS[tree]}"
    if len(found) > 1:
        codes = "、".join(each.code for each in found[:5])
        return f"有 {len(found)} 个{NOUNS[tree]}叫“{text}”，写代码区分：{codes}"
    return ""
