"""The test house opens here; its fixtures stand in tests/."""

import hypothesis

# The same examples in every run: a failure on one machine is a failure on all. Nothing is timed.
hypothesis.settings.register_profile("house", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("house")

pytest_plugins = ["tests.databases", "tests.cast", "tests.browser.fixtures"]
