"""airbyte-cdk's standard source tests over our executable: each verb is a child process, as on a platform."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from airbyte_cdk.models import AirbyteMessageSerializer, ConnectorSpecificationSerializer  # noqa: F401
from airbyte_cdk.models import ConfiguredAirbyteCatalogSerializer
from airbyte_cdk.sources.source import Source
from airbyte_cdk.test.standard_tests.source_base import SourceTestSuiteBase
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

EXECUTABLE = os.environ["SOURCE_EXECUTABLE"]


def run(verb, **files):
    """Messages of one verb; each file is handed over by path."""
    with tempfile.TemporaryDirectory() as folder:
        args = [EXECUTABLE, verb]
        for name, content in files.items():
            if content is None:
                continue
            path = Path(folder) / f"{name}.json"
            path.write_text(json.dumps(content))
            args += [f"--{name}", str(path)]
        ended = subprocess.run(args, capture_output=True, text=True, check=False)
    messages = [AirbyteMessageSerializer.load(json.loads(line)) for line in ended.stdout.splitlines()]
    return messages, ended


class ExecutableSource(Source):
    def _one(self, kind, verb, **files):
        messages, ended = run(verb, **files)
        found = [getattr(message, kind) for message in messages if getattr(message, kind) is not None]
        assert ended.returncode == 0 and len(found) == 1, ended.stderr[-2000:]
        return found[0]

    def spec(self, logger):
        return self._one("spec", "spec")

    def check(self, logger, config):
        return self._one("connectionStatus", "check", config=config)

    def discover(self, logger, config):
        return self._one("catalog", "discover", config=config)

    def read(self, logger, config, catalog, state=None):
        configured = ConfiguredAirbyteCatalogSerializer.dump(catalog)
        messages, ended = run("read", config=config, catalog=configured)
        yield from messages
        if ended.returncode != 0:
            raise AirbyteTracedException(message="read failed", internal_message=ended.stderr[-2000:])


class TestSuite(SourceTestSuiteBase):
    connector = ExecutableSource

    @classmethod
    def get_connector_root_dir(cls):
        return Path(os.environ["CONNECTOR_ROOT"])
