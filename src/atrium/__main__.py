"""``atrium`` and ``python -m atrium``: the command line, and ahead of it what takes longest."""

import sys


def main() -> None:
    if sys.argv[1:2] == ["up"]:
        from atrium import forks

        forks.preload()  # on another core, while this one reads the command line
    from atrium.cli import app

    app()


if __name__ == "__main__":
    main()
