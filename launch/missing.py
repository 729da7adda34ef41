"""The one error of this package: something the machine lacks, said in one sentence with its cure."""


class Missing(Exception):
    """Something needed is not there. The message is one sentence: what is missing and how to get it."""
