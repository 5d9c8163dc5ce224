"""Facts in prose: figures bound to what they count, read from the sentences of a report.

The vocabulary is data (`rules/词典/事实.yaml`), handed in. A figure that cannot be bound for certain
is no fact: a missing fact costs a check, a wrong one a false alarm.
"""

from auditor.report.facts.reader import read_facts
from auditor.report.facts.vocabulary import FactDef, Vocabulary
from auditor.report.facts.vocabulary_file import load_vocabulary

__all__ = ["FactDef", "Vocabulary", "load_vocabulary", "read_facts"]
