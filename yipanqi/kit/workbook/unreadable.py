"""A cell that does not say what its column needs."""


class Unreadable(ValueError):
    """``reason`` is a sentence for the user; ``suggestion`` the text one would put into the cell instead, if any.

    ``hint`` says in a second line why just that is suggested.
    """

    def __init__(self, reason: str, suggestion: str | None = None, hint: str = ""):
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion
        self.hint = hint
