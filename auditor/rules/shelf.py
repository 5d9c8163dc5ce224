"""What rules are built with: lexicons and word lists, of RULES and, where it has none, of the package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.paths import packaged
from auditor.report.facts import Vocabulary, load_vocabulary
from auditor.report.lexicon import Lexicon
from auditor.report.lexicon_file import load_lexicon
from auditor.rules.files import RuleFiles, find_files
from auditor.rules.keys import Reporter
from auditor.rules.lists import named_lists
from auditor.rules.model import Kind, Rule, WordList
from auditor.rules.overlay import text_of
from auditor.rules.wording import WordIndex, compile_words
from auditor.rules.wordlists import load_word_lists, merge
from auditor.source.tree import Entry, Node, Scalar, SourceFile
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Sequence as Items


@dataclass
class Shelf:
    """What every rule of a load is built with."""

    lexicons: Mapping[str, Lexicon]
    words: Mapping[str, WordList]
    kinds: Mapping[str, Kind]
    schemas: Mapping[str, Mapping[str, Any]]
    index: WordIndex
    local_words: dict[str, WordList]  # lists of single rules, in `index` too
    vocabulary: Vocabulary | None = None


@dataclass
class Stock:
    """Lexicons, word lists and samples, read when asked for; faults go to `found`."""

    files: RuleFiles
    roots: Sequence[Path]
    found: list[Diagnostic]
    _package: RuleFiles | None = None

    def _packaged(self) -> RuleFiles:
        """The package's own rules, read only where RULES lacks something."""
        if self._package is None:
            home = packaged() / "rules"
            self._package = find_files(
                [home / name for name in ("词典", "词表", "样本") if (home / name).is_dir()]
            )
        return self._package

    def lexicons(self) -> Mapping[str, Lexicon]:
        own = self._read_lexicons(self.files)
        if {"2019", "2021"} <= own.keys():
            return own
        return {**self._read_lexicons(self._packaged()), **own}

    def _read_lexicons(self, files: RuleFiles) -> dict[str, Lexicon]:
        made: dict[str, Lexicon] = {}
        for file in files.of("词典"):
            root = file.root
            if isinstance(root, Tree) and not text_of(root.get("词典")).isdecimal():
                continue  # the vocabulary of facts and the like
            lexicon, faults = load_lexicon(file)
            self.found += faults
            if lexicon is None:
                continue
            if lexicon.template in made:
                report = Reporter(file)
                assert isinstance(root, Tree)
                report.error("lexicon.twice", f"有两份“{lexicon.template}”词典", root, "只留一份")
                self.found += report.found
            else:
                made[lexicon.template] = lexicon
        return made

    def vocabulary(self) -> Vocabulary | None:
        """The vocabulary of facts in prose; None only where its file is faulty."""
        own = [file for file in self.files.of("词典") if _holds_facts(file)]
        for file in own or [file for file in self._packaged().of("词典") if _holds_facts(file)]:
            loaded, faults = load_vocabulary(file)
            self.found += faults
            return loaded
        return None

    def word_lists(self) -> dict[str, WordList]:
        own = self._read_words(self.files)
        have_home = any(_same(root, packaged() / "rules") for root in self.roots)
        return merge(own, () if have_home else self._read_words(self._packaged()))

    def _read_words(self, files: RuleFiles) -> list[WordList]:
        first: dict[str, tuple[WordList, str]] = {}
        for file in files.of("词表"):
            lists, faults = load_word_lists(file)
            self.found += faults
            for words in lists:
                if words.name in first:
                    report = Reporter(file)
                    key = next(entry.key for entry in groups_of(file) if entry.key.text == words.name)
                    said = f"词组“{words.name}”在 {first[words.name][1]} 里已经有了"
                    report.error("words.twice", said, key, "改名，或合成一组")
                    self.found += report.found
                else:
                    first[words.name] = (words, file.name)
        return [words for words, _ in first.values()]

    def samples(self) -> tuple[Path, ...]:
        """The 样本 files of RULES, or of the package."""
        if self.files.samples:
            return tuple(self.files.samples)
        home = packaged() / "rules" / "样本"
        return tuple(find_files([home]).samples) if home.is_dir() else ()

    def check_patterns(
        self, rules: Sequence[Rule], words: Mapping[str, WordList], listed: Mapping[str, WordList]
    ) -> None:
        """Report faulty patterns: of all lists in RULES, of the packaged lists that a rule names, and
        of the rules' own."""
        for file in self.files.of("词表"):
            self._check_lists(file, words)
        if self._package:
            named = {name for rule in rules if rule.tree is not None for name in named_lists(rule.tree)}
            for file in self._package.of("词表"):
                self._check_lists(file, {name: held for name, held in words.items() if held.name in named})
        for name in listed.keys() - words.keys():
            compiled = compile_words(listed[name])
            rule = next((rule for rule in rules if rule.id == name.partition(":")[0]), None)
            if isinstance(compiled, tuple) and rule is not None:
                for text, fault in compiled:
                    said = f"{rule.id} 的词“{text}”：{fault.message}"
                    self.found.append(
                        Diagnostic(Severity.ERROR, "words.pattern", said, fault.remedy, rule.file, rule.place)
                    )

    def _check_lists(self, file: SourceFile, words: Mapping[str, WordList]) -> None:
        report = Reporter(file)
        for entry in groups_of(file):
            if (held := words.get(entry.key.text)) is not None:
                _faulty(held, entry.value, report)
        self.found += report.found


def _holds_facts(file: SourceFile) -> bool:
    return isinstance(file.root, Tree) and text_of(file.root.get("词典")) == "事实"


def _faulty(words: WordList, node: Node, report: Reporter) -> None:
    compiled = compile_words(words)
    if not isinstance(compiled, tuple):
        return
    by_text = {leaf.text: leaf for leaf in _leaves(node)}
    for text, fault in compiled:
        if (leaf := by_text.get(text)) is not None:  # else the list is another file's of the same name
            report.error(
                "words.pattern", fault.message, leaf, fault.remedy, fault.start, fault.end - fault.start
            )


def _leaves(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Items(items=items):
            for item in items:
                yield from _leaves(item)
        case Tree(entries=entries):
            for entry in entries:
                yield from _leaves(entry.value)


def groups_of(file: SourceFile) -> tuple[Entry, ...]:
    """The lists of a 词表 file as written."""
    groups = file.root.get("组") if isinstance(file.root, Tree) else None
    return groups.entries if isinstance(groups, Tree) else ()


def _same(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve()
    except (OSError, RuntimeError):
        return False
