"""--jobs, --timeout, --cache: how a run over many files is done. A few files are audited in this process,
without a cache, as fast as any of that could begin."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.base.diagnostic import Diagnostic
from auditor.cli import console, options
from auditor.cli.forms import Keeps
from auditor.cli.parser import Parser, usage_error
from auditor.cli.progress import Progress
from auditor.findings.model import Run
from auditor.reading.walk import Found, Walk, walk
from auditor.roster.model import Roster
from auditor.rules.load import LoadedRules

if TYPE_CHECKING:
    from auditor.batch.cache import Cache
    from auditor.batch.crew import Workers
    from auditor.batch.office import Office

MANY = 100  # files from which a run has workers and a cache without being asked
MOST_JOBS = 64
PATIENCE = 120.0  # seconds that a worker may sit on one report
_EXTRAS = {Keeps.NOTHING: (), Keeps.HEADS: ("heads",), Keeps.CELLS: ("figures",)}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run works on. `rules` and `overlays` as every worker is to load them."""

    rules: str
    overlays: Sequence[str]
    loaded: LoadedRules
    listed: Path | None
    roster: Roster | None
    files: Walk
    beside: Walk | None
    keeps: Keeps
    stored: bool = False  # the store wants the reports themselves


def add(parser: Parser) -> None:
    """The options."""
    parser.option("--jobs", metavar="个数", type=_jobs,
                  help=f"用几个工作进程；默认 {MANY} 份以下不用，以上按处理器个数")  # fmt: skip
    parser.option("--timeout", metavar="秒", type=options.seconds(0.1, 86_400, "要写秒数，例如 60"),
                  help=f"一份报告最多用多少秒，超过就放弃这一份；默认 {PATIENCE:g}")  # fmt: skip
    parser.option("--cache", metavar="文件夹",
                  help="缓存放在哪里；没有改动的报告和规则不再重做，中断后再运行会接着做")  # fmt: skip
    parser.option("--no-cache", action="store_true", help="不用缓存，全部重做")
    parser.option("--cluster", metavar="地址",
                  help="交给 Dask 集群做，例如 tcp://10.0.0.5:8786；报告要在共享的文件夹里")  # fmt: skip


def walked(paths: Sequence[str]) -> Walk:
    """The files of paths, and of addresses that fsspec knows (s3://…)."""
    addresses = [path for path in paths if "://" in path]
    found = walk([path for path in paths if "://" not in path])
    if not addresses:
        return found
    from auditor.batch.remote import both, walk_addresses
    from auditor.batch.tasks import CrewFault

    try:
        return both(found, walk_addresses(addresses))
    except CrewFault as fault:
        raise usage_error(fault.diagnostic.message, fault.diagnostic.remedy) from fault


def is_wanted(arguments: argparse.Namespace, files: Sequence[Found]) -> bool:
    """Whether a run over these files is done this way."""
    if arguments.cache and arguments.no_cache:
        raise usage_error("--cache 和 --no-cache 只能写一个", "去掉其中一个")
    if arguments.cluster and arguments.jobs is not None:
        raise usage_error("--cluster 和 --jobs 只能写一个", "用集群时，工作进程的个数由集群决定")
    asked = (arguments.jobs, arguments.timeout, arguments.cache, arguments.cluster)
    far = any("://" in found.name for found in files)
    return far or any(option is not None for option in asked) or len(files) >= MANY


def settle(arguments: argparse.Namespace) -> None:
    """How many workers and which cache auditor.toml wants for runs that are done this way; those that are
    not need neither."""
    settings = arguments.settings
    if arguments.jobs is None and not arguments.cluster:
        arguments.jobs = settings.jobs
    if arguments.cache is None and not arguments.no_cache:
        arguments.cache = settings.cache or None


def audited(
    arguments: argparse.Namespace, plan: Plan, progress: Progress, told: Callable[[tuple[object, ...]], None]
) -> tuple[Run, list[Diagnostic]]:
    """The run, and what there is to say of the cache; `told` gets what forms and store want of each
    report (batch.extras). Raises UsageError where the workers cannot work."""
    from auditor.batch.cache import Cache, usual_folder
    from auditor.batch.extras import EXTRAS
    from auditor.batch.office import Office
    from auditor.batch.run import Batch, audit_many
    from auditor.batch.tasks import CrewFault

    extras = (*_EXTRAS[plan.keeps], *(("kept",) if plan.stored else ()))
    folder = Path(arguments.cache) if arguments.cache else usual_folder()
    cache = Cache(None if arguments.no_cache else folder)
    try:
        with closing(cache), closing(cache.reading()) as look:
            office = Office(plan.loaded, plan.roster, look.get, [EXTRAS[name] for name in extras])
            with closing(_workers(arguments, plan, office, cache, extras)) as workers:
                batch = Batch(plan.loaded, plan.roster, cache, office, workers)
                run = audit_many(batch, plan.files, plan.beside, progress, told if extras else None)
    except CrewFault as fault:
        raise usage_error(fault.diagnostic.message, fault.diagnostic.remedy) from fault
    except KeyboardInterrupt:
        if cache.lasting:
            console.complain("\n已经做完的部分记在缓存里，再运行一次会接着做。")
        raise
    return run, cache.notes


def _workers(
    arguments: argparse.Namespace, plan: Plan, office: Office, cache: Cache, extras: tuple[str, ...]
) -> Workers:
    """Who does the work. Raises CrewFault."""
    from auditor.batch.brief import Brief
    from auditor.batch.crew import Crew, Inline, usual_jobs

    patience: float = arguments.timeout or PATIENCE
    listed = plan.listed if plan.roster is not None else None
    if arguments.cluster:
        from auditor.batch.cluster import Cluster
        from auditor.batch.post import setup_of

        setup = setup_of(Path(plan.rules), plan.overlays, listed, extras, office, patience)
        return Cluster(arguments.cluster, setup, office)
    jobs = arguments.jobs or min(usual_jobs(), MOST_JOBS)
    if jobs == 1 and arguments.timeout is None:
        return Inline(office)
    roster = listed.as_posix() if listed is not None else ""
    told = Brief((plan.rules,), tuple(plan.overlays), roster, str(cache.path), office.program, extras)
    own = None if cache.is_empty else office.offhand  # nothing is known: it would all be read twice
    return Crew(jobs, told, office.agreement, patience, own=own)


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"要写 1 到 {MOST_JOBS} 的整数")
    return int(text)
