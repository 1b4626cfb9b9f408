"""The only room with SQL. It answers with domain objects or with finished JSON, never with rows."""

import sys

# Python's own SQLite is whatever the machine came with; before 3.46 its parser gives up on
# questions five levels deep. One process must not mix two SQLite libraries on one file, so where
# the newer one is installed everything here uses it (docs/decisions/0004-sqlite-library.md).
try:
    import pysqlite3
except ImportError:
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
