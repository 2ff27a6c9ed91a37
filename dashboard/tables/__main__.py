"""`python -m dashboard.tables` writes the page docs/tables.md to standard output."""

import sys

from dashboard.tables.document import markdown

if __name__ == "__main__":
    sys.stdout.buffer.write(markdown().encode())
