"""Each hostile file comes to its end in time, with its message, without network and within its memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.run import MEMORY, Reader
from tests.hostile.files import FILES
from tests.hostile_cli.hostile_files import HOSTILE, NO_REPORTS

SECONDS = 10  # of the processor; none takes half of it on an idle machine


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    made = Reader(tmp_path_factory.mktemp("hostile"))
    yield made
    made.close()


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_time_with_its_message_and_touches_nothing(reader: Reader, name: str) -> None:
    expected, make = FILES[name]
    path = reader.folder / f"file{Path(name).suffix}"
    path.write_bytes(make())
    answer = reader.ask(path)
    assert not isinstance(answer, str), answer
    assert str(answer["kind"]).split()[0] == expected
    assert "CRASHED" not in str(answer["kind"])
    assert answer["said"] and not reader.breach()
    assert float(str(answer["work"])) < SECONDS
    assert int(str(answer["peak"])) < MEMORY


def test_the_hostile_files_of_all_formats_are_more_than_sixty() -> None:
    assert len(FILES) + len(HOSTILE) + len(NO_REPORTS) > 60
