"""`python -m bosetting` is the command `bosetting`."""

from bosetting.cli import main

if __name__ == "__main__":
    main()
