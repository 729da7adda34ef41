"""Run every benchmark, or those named: `python -m benchmarks [NAME ...]`."""

import importlib
import pkgutil
import sys

import benchmarks


def main(wanted: list[str]) -> int:
    """Print one table a subject; an unknown name is an error, so that a misspelt one does not pass for fast."""
    subjects = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "__main__")
    if unknown := set(wanted) - set(subjects):
        print(f"no benchmark called {', '.join(sorted(unknown))}; there are {', '.join(subjects)}", file=sys.stderr)
        return 2
    for subject in wanted or subjects:
        print(f"== {subject}", flush=True)
        importlib.import_module(f"benchmarks.{subject}").main(sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
