"""PyAirbyte reads our executable once into a DuckDB cache; prints what it processed and the rows of each table."""

import json
import os

import airbyte as ab
import duckdb
from airbyte.caches import DuckDBCache

folder = os.environ["LANE_FOLDER"]
config = json.loads(open(os.path.join(folder, "config.json")).read())
streams = json.loads(os.environ["LANE_STREAMS"])
database = os.path.join(folder, "cache.duckdb")


def read():
    source = ab.get_source(
        "source-mindbody",
        local_executable=os.environ["SOURCE_EXECUTABLE"],
        config=config,
        streams=streams,
    )
    source.check()
    result = source.read(cache=DuckDBCache(db_path=database, schema_name="raw"))
    return result.processed_records


def counts():
    # PyAirbyte keeps its own connection open, and DuckDB lets one process open a file in one way only.
    with duckdb.connect(database) as connection:
        return {
            stream: connection.execute(f'select count(*) from raw."{stream}"').fetchone()[0]
            for stream in streams
        }


processed = read()
print(json.dumps({"processed": processed, "rows": counts()}))
