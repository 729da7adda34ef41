"""Which open priorities a measure most likely serves."""

OTHERS_OWN = ("subordinate", "section")  # what such a unit raises concerns only those below it


def likely(measure, priorities: list) -> list:
    """Priorities on the same indicator, else tasks of the accepting unit; those of the own superiors first, then those
    of the district's departments, never those of another subordinate office."""
    meant = [each for each in priorities if _same_aim(measure, each)]
    own = {each.pk for each in meant if _is_above(each.raised_by, measure.brand.section_paths)}
    reached = [each for each in meant if each.pk in own or each.raised_by.kind not in OTHERS_OWN]
    return sorted(
        reached, key=lambda each: (each.pk not in own, each.raised_by_id != measure.accepting_unit_id, each.code)
    )


def _same_aim(measure, priority) -> bool:
    if measure.indicator_id:
        return priority.indicator_id == measure.indicator_id
    accepting = measure.accepting_unit_id
    return accepting is not None and priority.kind == "task" and priority.accepting_unit_id == accepting


def _is_above(unit, section_paths: list[str]) -> bool:
    return any(path.startswith(unit.path) for path in section_paths)
