"""What every page's frame shows: places, the fixed business day, undo."""


def frame(request):
    return {}
