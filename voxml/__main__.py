"""`python -m voxml` is `voxml`."""

from voxml.cli import main

if __name__ == "__main__":
    main()
