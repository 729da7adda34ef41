#!/usr/bin/env python3
"""The two commands of the house: `python3 run.py demo` and `python3 run.py test` (also: serve, manage, bench).

Standard library only. Everything it needs beyond Python it installs into .venv from hashed locks.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Yipanqi needs Python 3.11 or newer and this is %d.%d: on Debian 12 install it with "
        "'apt-get install python3 python3-venv', then run it as 'python3 run.py'." % sys.version_info[:2]
    )

from launch.verbs import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
