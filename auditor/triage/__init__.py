"""The core of triage, without a screen: what the terminal, the browser and `auditor findings` share.

Imports no textual. Everything below may be called from any thread; what the database refuses comes
as `StoreFault`, whose `.diagnostic` (message, remedy, file) is Chinese and ready to show.

    from auditor.triage import Choice, FilterFault, Reach, Session, StoreFault

    session = Session.open(address, loaded, ["reports/"], who="王芳", readonly=False)
        address   path (审核.sqlite beside the reports: `default_store(path)`) or postgresql://… URL
        loaded    LoadedRules of auditor.rules.load, or None: then nothing is audited, only looked at
    session.update(progress, stop) -> Updated        in a worker thread; reads and audits what changed: what
                                                     is said of a report by itself can be seen and decided at
                                                     once (poll), what comparing says when all are read
        progress("审核"|"跨报告核对", done, total)    stop() -> True ends it early
    session.loaded = other; session.update(...)      after a rule was edited; session.roster: 名录 or None
    session.sources = Sources(rules, overlays)       where `loaded` is from, for worker processes

Lists
    listing = session.listing("级别:错误 qsjd !状态:豁免", order="agency")   order: agency rule level
        -> Listing, or FilterFault(message, position) where the filter cannot be read
    len(listing), listing.total                      显示 37/1,276
    listing.rows(start, count) -> [Line]             paged; Line has id fingerprint rule name level broken
                                                     trial agency unit year file target cause message
                                                     state standing until reason who version
    listing.groups -> (Group, …)                     key label year reopened start count todo levels(错,警,提)
    listing.group_at(index), listing.index_of(id), listing.next_open(index, ±1)
    listing.forget(ids)                              fetch these rows anew (after decide, undo,
                                                     poll); what changed before counts as seen
    session.counts(filter) -> {State: n}             STATE_WORDS[state] is the word to show; TODO the set of
                                                     states that wait for a decision
    session.todo() -> (waiting, all)                 the same for the header: free while nothing changed
    session.detail(fingerprint) -> Detail            line, finding (evidence, computation, basis …), decided,
                                                     history, twins (same cause: decided as one)
    session.report(file) -> Report | None            as last read, also where the file is gone
    session.files() -> [FileLine]
    session.find(prefix) -> [Line]

Decisions
    session.decide(lines, Choice.WAIVED, reason="…", until=date, reach=Reach.AGENCY_RULE) -> Done | str
        `lines` as they were shown (their `version` makes a stale one a conflict); a str says in Chinese
        what is missing. Committed on return. Done: label changed(fingerprints) conflicts carried left
        ended. Conflict: fingerprint state who decided (what stands now, untouched).
        Choices: OPEN CONFIRMED FALSE_ALARM WAIVED(reason, until) FIXED LATER(until); CHOICE_WORDS.
        Reaches, narrowest first: FINDING AGENCY_RULE RULE_YEAR; REACH_WORDS. Wider ones take in what
        is undecided; false alarms and waivers then also hold for findings to come.
    session.around(fingerprints) -> {Reach: (n, m)}  n more that a reach takes in, m decided ones it leaves
    session.decide_all(listing, choice, …)           Ctrl+A: everything in the filter, one undo step; what
                                                     others changed since the last forget is a conflict
    session.undo(), session.redo() -> Done           label "" where there is nothing; Done.changed[0] is where
                                                     to go; session.undoable() -> (undo words, redo words)
    session.reasons() -> [str]                       written lately, newest first
    session.history() -> [Entry]                     @: at who action before after reason …

Others, days, coming back
    session.poll() -> [ids]                          changed by anybody since the last poll; every 1–2 s
    session.new_day()                                after midnight: expired waivers reopen
    session.leave({"filter": …, "order": …, "fingerprint": …}); session.left()
    session.leave([...], "filters"); session.left("filters")
"""

from auditor.findings.states import (
    CHOICE_WORDS,
    ENDED,
    EXCUSED,
    REACH_WORDS,
    REOPENED,
    STATE_WORDS,
    TODO,
    Choice,
    Reach,
    Standing,
    State,
)
from auditor.findings.store.decisions import Conflict, Done
from auditor.findings.store.filters import Filter, FilterFault, parse_filter
from auditor.findings.store.log import Entry
from auditor.findings.store.open import Store, StoreFault, default_store, open_store
from auditor.findings.store.query import Group
from auditor.findings.store.rows import Decided, Line
from auditor.triage.listing import Listing
from auditor.triage.session import Detail, FileLine, Session
from auditor.triage.updated import Progress, Sources, Updated

__all__ = [
    "CHOICE_WORDS",
    "ENDED",
    "EXCUSED",
    "REACH_WORDS",
    "REOPENED",
    "STATE_WORDS",
    "TODO",
    "Choice",
    "Conflict",
    "Decided",
    "Detail",
    "Done",
    "Entry",
    "FileLine",
    "Filter",
    "FilterFault",
    "Group",
    "Line",
    "Listing",
    "Progress",
    "Reach",
    "Session",
    "Sources",
    "Standing",
    "State",
    "Store",
    "StoreFault",
    "Updated",
    "default_store",
    "open_store",
    "parse_filter",
]
