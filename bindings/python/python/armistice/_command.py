"""The command line, in this process."""

import signal
import sys

from armistice._armistice import command


def main() -> None:
    """Runs the command line of this process and ends it with its exit status."""
    # The program listens for Ctrl-C itself; the first asks for an orderly end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(command(["armistice", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
