#!/usr/bin/env python3
"""Opens every Parquet file of a history with a reader that is not ours and compares it with the manifests.

    scripts/check-parquet.py HISTORY_FOLDER

Needs DuckDB or Polars (`python3 -m pip install duckdb`).
Exit status: 0 every file agrees, 1 something does not, 2 neither reader is installed or the folder is no history.
"""

import json
import sys
from pathlib import Path

MISSING = """
########################################################################
#  NOTHING WAS CHECKED: neither DuckDB nor Polars is installed.        #
#  python3 -m pip install duckdb                                       #
########################################################################
"""


def duckdb_reader():
    import duckdb

    connection = duckdb.connect()

    def read(path):
        quoted = str(path).replace("'", "''")
        # A table of its own, so that every column of every row is decoded and not only the footer.
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE rows_read AS "
            f"SELECT * FROM read_parquet('{quoted}', hive_partitioning = false)"
        )
        (rows,) = connection.execute("SELECT count(*) FROM rows_read").fetchone()
        days = connection.execute("SELECT DISTINCT CAST(day AS VARCHAR) FROM rows_read").fetchall()
        return rows, {day for (day,) in days}

    return f"DuckDB {duckdb.__version__}", read


def polars_reader():
    import polars

    def read(path):
        frame = polars.read_parquet(path, hive_partitioning=False)
        return frame.height, {str(day) for day in frame["day"].unique()}

    return f"Polars {polars.__version__}", read


def find_reader():
    for reader in (duckdb_reader, polars_reader):
        try:
            return reader()
        except ImportError:
            continue
    return None


def files_of(folder):
    """Every file that a manifest names, in the order of the journal."""
    manifests = sorted((folder / "manifest").glob("*.json"), key=lambda path: int(path.stem.split("-")[0]))
    for manifest in manifests:
        yield from json.loads(manifest.read_text(encoding="utf-8"))["files"]


def fault(read, path, entry):
    """What is wrong with a file, or None."""
    try:
        rows, days = read(path)
    except Exception as error:  # whatever the reader raises, the file does not open
        return f"does not open: {error}"
    if rows != entry["rows"]:
        return f"{rows} rows, the manifest says {entry['rows']}"
    if days - {entry["day"]}:
        return f"rows of {sorted(days)}, the manifest says {entry['day']}"
    return None


def main():
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "manifest").is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    found = find_reader()
    if found is None:
        print(MISSING, file=sys.stderr)
        return 2
    name, read = found
    folder, files, rows, faults = Path(sys.argv[1]), 0, {}, 0
    for entry in files_of(folder):
        wrong = fault(read, folder / entry["path"], entry)
        files += 1
        rows[entry["table"]] = rows.get(entry["table"], 0) + entry["rows"]
        if wrong:
            faults += 1
            print(f"{entry['path']}: {wrong}", file=sys.stderr)
    counts = ", ".join(f"{table} {count}" for table, count in sorted(rows.items()))
    print(f"{name}: {files} files, {faults} with a fault; rows: {counts or 'none'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
