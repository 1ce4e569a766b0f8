"""PyAirbyte reads our executable once into a DuckDB cache; prints how many records it processed."""

import json
import os

import airbyte as ab
from airbyte.caches import DuckDBCache

folder = os.environ["LANE_FOLDER"]
with open(os.path.join(folder, "config.json")) as file:
    config = json.load(file)

source = ab.get_source(
    "source-mindbody",
    local_executable=os.environ["SOURCE_EXECUTABLE"],
    config=config,
    streams=json.loads(os.environ["LANE_STREAMS"]),
)
source.check()
cache = DuckDBCache(db_path=os.path.join(folder, "cache.duckdb"), schema_name="raw")
print(f"processed {source.read(cache=cache).processed_records}")
