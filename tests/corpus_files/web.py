"""True reports on web sites: a site, an encoding, a declaration and the article's own look from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tests.corpus_files.chrome import Chrome
from tests.corpus_files.sites import SITES, Article
from tests.corpus_files.traditional import traditional
from tests.layouts.build import Built, Line, build, title_of
from tests.layouts.corpus import Variant
from tests.layouts.layout import Layout, random_layout
from tests.layouts.render_html import body_of
from tests.layouts.truth import TrueReport, true_report

# What a page may be written in, and how Python calls that; Big5 only where the text is traditional.
ENCODINGS = (
    "utf-8",
    "utf-8",
    "utf-8-sig",
    "gbk",
    "gb2312",
    "gb18030",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "bom+gbk",
)
_NAMES = {
    "utf-8-sig": "utf-8",
    "utf-16-le": "utf-16",
    "utf-16-be": "utf-16",
    "bom+gbk": "utf-8",
    "gb18030": "gb2312",
}


@dataclass(frozen=True, slots=True)
class Page:
    """How a page is published. `declared`: right, missing, wrong, or both ("double")."""

    site: str
    encoding: str
    declared: str
    seed: int
    traditional: bool = False


def page_of(seed: int) -> Page:
    rng = random.Random(f"page {seed}")
    sites = sorted(SITES)
    site, encoding = sites[seed % len(sites)], rng.choice(ENCODINGS)
    declared = rng.choice(("right", "right", "missing", "wrong", "double"))
    traditional = rng.random() < 0.15
    if traditional and rng.random() < 0.5:
        encoding = rng.choice(("big5", "big5hkscs"))
    return Page(site, encoding, declared, seed, traditional)


def _layout(seed: int) -> Layout:
    layout = random_layout("html", seed)
    return replace(
        layout, chrome=False, metadata="", title="", encoding="utf-8", frame="", invisible=False, flat=""
    )


def _without_title(built: Built) -> str:
    blocks = tuple(b for b in built.blocks if not (isinstance(b, Line) and b.kind in {"title", "chrome"}))
    return body_of(replace(built, blocks=blocks))


def _charset(page: Page, rng: random.Random) -> str:
    right = _NAMES.get(page.encoding, page.encoding)
    wrong = rng.choice([name for name in ("utf-8", "gb2312", "gbk", "iso-8859-1", "big5") if name != right])
    shown = {"right": (right,), "missing": (), "wrong": (wrong,), "double": (wrong, right)}[page.declared]
    return "".join(
        rng.choice(
            (
                f'<meta http-equiv="Content-Type" content="text/html; charset={name}">',
                f'<meta charset="{name.upper()}">',
                f"<META content='text/html;charset={name}' http-equiv=content-type />",
            )
        )
        for name in shown
    )


def encoded(text: str, encoding: str) -> bytes:
    """The page's bytes; characters that the encoding lacks become references, as editors write them."""
    if encoding == "bom+gbk":
        return b"\xef\xbb\xbf" + text.encode("gbk", "xmlcharrefreplace")
    return text.encode(encoding, "xmlcharrefreplace")


def page_for(truth: TrueReport, layout: Layout, page: Page) -> tuple[bytes, Built]:
    """The page's bytes and the truth beside it."""
    rng = random.Random(f"web {page.seed}")
    built = build(truth, layout)
    other_truth = replace(true_report(page.seed + 7919), unit=truth.unit, year=truth.year - 1)
    other = build(other_truth, replace(layout, seed=page.seed + 7919))
    chrome = Chrome.of(truth.unit, truth.year, rng)
    plain = Layout()
    article = Article(
        title_of(truth, plain),
        _without_title(built),
        title_of(other_truth, plain),
        _without_title(other),
        truth.unit,
        truth.published,
        chrome,
        rng,
    )
    made = SITES[page.site](article)
    name = rng.choice(("{}", "{}-{unit}", "{}_政府信息公开年报_{unit}", "{} | 政务公开"))
    html = (
        f"{rng.choice(('<!DOCTYPE html>', '', _XHTML))}\n<html><head>{_charset(page, rng)}"
        f"<title>{name.format(article.title, unit=truth.unit)}</title>{made.head}"
        f'<meta name="SiteName" content="{truth.unit}"/></head>\n<body{made.attributes}>'
        f"\n{made.body}\n</body></html>\n"
    )
    if page.traditional:
        html = traditional(html, page.seed)
        built = replace(built, report=replace(truth, unit=traditional(truth.unit, page.seed)))
    return encoded(html, page.encoding), built


_XHTML = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)


def web_variant(seed: int) -> Variant:
    """The seed's report on the seed's site."""
    page = page_of(seed)
    data, built = page_for(true_report(seed), _layout(seed), page)
    return Variant(f"web-{page.site}-{seed:04d}.html", data, built)


def page_chrome(seed: int) -> tuple[str, ...]:
    """Words of the seed's page that do not belong to the report."""
    truth = true_report(seed)
    words = Chrome.of(truth.unit, truth.year, random.Random(f"web {seed}")).words()
    return tuple(word for word in words if word not in truth.unit)
