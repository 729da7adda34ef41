"""What the search box offers while one types: name, reading with the typed letters marked, where the person works."""

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import JsonResponse

from yipanqi.kit.links import address
from yipanqi.kit.request import Request
from yipanqi.people.models import Person
from yipanqi.people.names import folded
from yipanqi.people.pages.finding import named
from yipanqi.people.queries import placed

MOST = 8

Parts = list[tuple[str, bool]]  # pieces of text, and whether they are what was typed


def suggest(request: Request) -> JsonResponse:
    """``?q=ll``: ``[{value, label, reading, note, url}]``; label and reading in pieces, marked or not."""
    typed = request.GET.get("q", "").strip()[:60]
    found = [] if not typed else _find(typed, request.scope)
    return JsonResponse(found, safe=False)


def suggest_number(request: Request) -> JsonResponse:
    """For a form that asks for a person: the value is the name with the number."""
    typed = request.GET.get("q", "").strip()[:60]
    found = [] if not typed else _find(typed, request.scope)
    return JsonResponse(
        [{**each, "value": f"{each['value']} {each['number']}", "url": ""} for each in found], safe=False
    )


def _find(typed: str, scope) -> list[dict]:
    key = folded(typed)
    best = Case(
        When(Q(name=typed) | Q(number__iexact=typed), then=Value(0)),
        When(Q(name__startswith=typed) | Q(initials=key) | Q(pinyin=key), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = (
        placed(Person.objects.visible_to(scope))
        .filter(named(typed))
        .order_by(best, "pinyin", "number")
        .values_list("pk", "name", "number", "reading", "work__unit__name")[:MOST]
    )
    return [
        {
            "value": name,
            "number": number,
            "label": marked_name(name, typed),
            "reading": marked_reading(reading, key),
            "note": " · ".join(filter(None, (unit, number))),
            "url": address("people:person", pk),
        }
        for pk, name, number, reading, unit in rows
    ]


def marked_name(name: str, typed: str) -> Parts:
    before, found, after = name.partition("".join(typed.split()))
    return _pieces([(before, False), (found, True), (after, False)])


def marked_reading(reading: str, key: str) -> Parts:
    """``lín lán`` for ``ll``: the first letters; for ``linl``: the letters in order."""
    syllables = reading.split()
    if not key.isascii() or not key.isalpha():
        return _pieces([(reading, False)])
    if "".join(folded(syllable)[:1] for syllable in syllables).startswith(key):
        counts = [1] * len(key)
    else:
        counts = _letters(syllables, key)
    parts: Parts = []
    for number, syllable in enumerate(syllables):
        count = counts[number] if number < len(counts) else 0
        space = " " if number else ""
        parts += [(space, False), (syllable[:count], True), (syllable[count:], False)]
    return _pieces(parts)


def _letters(syllables: list[str], key: str) -> list[int]:
    """How many letters of each syllable a typed full pinyin covers; none where it is another reading."""
    if not "".join(map(folded, syllables)).startswith(key):
        return []
    counts, left = [], len(key)
    for syllable in syllables:
        counts.append(min(left, len(syllable)))
        left -= counts[-1]
    return counts


def _pieces(parts: Parts) -> Parts:
    """Neighbours of one kind joined, empty ones left out."""
    joined: Parts = []
    for words, mark in parts:
        if not words:
            continue
        if joined and joined[-1][1] == mark:
            joined[-1] = (joined[-1][0] + words, mark)
        else:
            joined.append((words, mark))
    return joined
