"""auditor.base.quick: as a frozen dataclass in all but the time it takes."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from auditor.base.place import CellPlace
from auditor.base.quick import quick
from auditor.rules.outcome import Level, Outcome, Subject, Verdict


@dataclass(frozen=True, slots=True)
class Usual:
    """What `Swift` must be like."""

    name: str
    number: int = 3
    listed: Mapping[str, int] = field(default_factory=dict)
    after: tuple[int, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Swift:
    """`Usual`, made quickly."""

    name: str
    number: int = 3
    listed: Mapping[str, int] = field(default_factory=dict)
    after: tuple[int, ...] = ()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("a",), {}),
        (("a", 4), {"after": (1, 2)}),
        ((), {"name": "b", "listed": {"x": 1}}),
        (("a", 1, {}, ()), {}),
    ],
)
def test_it_takes_what_the_usual_takes_and_holds_the_same(
    given: tuple[object, ...], named: dict[str, object]
) -> None:
    one, other = Usual(*given, **named), Swift(*given, **named)  # type: ignore[arg-type]
    assert [getattr(other, f.name) for f in fields(other)] == [getattr(one, f.name) for f in fields(one)]
    assert repr(other) == repr(one).replace("Usual", "Swift")
    assert type(other) is Swift
    assert other == Swift(*given, **named)  # type: ignore[arg-type]


@pytest.mark.parametrize(("given", "named"), [((), {}), (("a", 1, {}, (), 5), {}), (("a",), {"nothing": 1})])
def test_it_refuses_what_the_usual_refuses(given: tuple[object, ...], named: dict[str, object]) -> None:
    for made in (Usual, Swift):
        with pytest.raises(TypeError):
            made(*given, **named)  # type: ignore[arg-type]


def test_a_factory_gives_each_its_own() -> None:
    assert Swift("a").listed is not Swift("a").listed


def test_nothing_of_it_can_be_changed() -> None:
    made = Swift("a")
    with pytest.raises(FrozenInstanceError):
        made.name = "b"  # type: ignore[misc]
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        made.other = "b"  # type: ignore[attr-defined]
    assert made.name == "a"


def test_it_is_copied_replaced_sent_and_counted_as_the_usual() -> None:
    place = CellPlace(1, 2, 3)
    assert replace(place, row=9) == CellPlace(1, 9, 3)
    assert copy.deepcopy(place) == place == pickle.loads(pickle.dumps(place))
    assert {place: 1}[CellPlace(1, 2, 3)] == 1
    outcome = Outcome("规则-001", Subject("report"), "报告", Verdict.PASS, Level.INFO, notes=("空白按 0 计",))
    assert pickle.loads(pickle.dumps(outcome)) == outcome


def test_its_signature_is_that_of_the_usual() -> None:
    assert list(inspect.signature(Swift).parameters) == list(inspect.signature(Usual).parameters)
