"""``python -m tawsim`` runs the program."""

import os
import subprocess
import sys

from ._program import find_program


def main() -> None:
    program = find_program()
    if sys.platform == "win32":
        sys.exit(subprocess.call([program, *sys.argv[1:]]))
    os.execv(program, [program, *sys.argv[1:]])


if __name__ == "__main__":
    main()
