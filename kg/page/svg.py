"""Figures as SVG: boxes, arrows and bars with text that is always text; colours come from the page's classes."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from kg.page.safe import shown


def text(words: str) -> Markup:
    """Words as SVG text content."""
    return escape(shown(words))


def flow(steps: Sequence[tuple[str, int, str]]) -> Markup:
    """The flow of records, reports and studies: (words, number, what was left beside) from top to bottom."""
    width, tall, gap = 640, 64, 34
    height = len(steps) * (tall + gap) - gap + 4
    parts = [Markup('<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{label}">').format(
        w=width, h=height, label="; ".join(f"{words}: {number}" for words, number, _ in steps))]  # fmt: skip
    for at, (words, number, beside) in enumerate(steps):
        top = 2 + at * (tall + gap)
        parts.append(Markup('<rect class="box" x="2" y="{}" width="290" height="{}" rx="5"/>').format(top, tall))
        parts.append(Markup('<text x="18" y="{}" font-size="22" font-weight="600">{}</text>').format(top + 28, f"{number:,}"))
        parts.append(Markup('<text x="18" y="{}" font-size="14">{}</text>').format(top + 50, text(words)))
        if at:
            parts.append(Markup('<path class="arrow" d="M147 {} V{}"/><path class="head" d="M141 {} h12 l-6 8 z"/>').format(
                top - gap, top - 8, top - 8))  # fmt: skip
        if beside:
            middle = top + tall / 2
            parts.append(
                Markup('<path class="arrow" d="M292 {y:g} H330"/><path class="head" d="M328 {a:g} v12 l8 -6 z"/>').format(
                    y=middle, a=middle - 6
                )
            )
            for line, words_here in enumerate(_wrapped(beside, 44)[:3]):
                parts.append(
                    Markup('<text class="quiet" x="346" y="{:g}" font-size="13">{}</text>').format(middle - 4 + 17 * line, text(words_here))
                )
    return Markup("\n").join([*parts, Markup("</svg>")])


def columns(rows: Sequence[tuple[str, Sequence[tuple[str, int]]]], label: str, width: int = 900, height: int = 260) -> Markup:
    """Stacked columns: (words below, ((class, number), ...)); an axis with at most five lines. Few columns take less than `width`."""
    width = max(340, min(width, 52 + 72 * len(rows)))  # 340 fits a phone without shrinking its words
    most = max((sum(number for _, number in parts) for _, parts in rows), default=0) or 1
    tick = _tick(most)
    top, bottom, left = 12, 34, 44
    tall, across = height - top - bottom, (width - left - 8) / max(1, len(rows))
    made = [
        Markup('<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{label}">').format(
            w=width, h=height, label=label
        )
    ]
    for value in range(0, most + tick, tick):
        y = top + tall * (1 - value / (most + tick - 1 if most % tick else most))
        if y >= top - 1:
            made.append(Markup('<path class="axis" d="M{} {:.1f} H{}"/>').format(left, y, width - 8))
            made.append(_label(left - 6, y + 4, str(value), "end"))
    scale = tall / (most + tick - 1 if most % tick else most)
    every = max(1, round(46 / across + 0.49))
    for at, (words, parts) in enumerate(rows):
        wide = min(across * 0.76, 64)
        x, y = left + at * across + (across - wide) / 2, top + tall
        for name, number in parts:
            y -= number * scale
            made.append(
                Markup('<rect class="bar-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
                    name, x, y, wide, number * scale
                )
            )
        if at % every == 0:
            made.append(_label(x + wide / 2, height - 12, words, "middle"))
    return Markup("\n").join([*made, Markup("</svg>")])


def _label(x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text class="quiet" x="{:.1f}" y="{:.1f}" font-size="12" text-anchor="{}">{}</text>').format(x, y, anchor, text(words))


def _tick(most: int) -> int:
    """A round distance between axis lines so that there are at most five."""
    tick = 1
    while most / tick > 5:
        tick = tick * 5 // 2 if str(tick)[0] == "2" else tick * 2
    return tick


def _wrapped(words: str, most: int) -> list[str]:
    from textwrap import wrap

    return wrap(words, most) or [""]


def bars(rows: Sequence[tuple[str, str, int]], label: str, width: int = 760) -> Markup:
    """Lying bars: (words, kind, number), one below the other."""
    most, line = max(number for _, _, number in rows), 26
    made = [
        Markup('<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{label}">').format(
            w=width, h=line * len(rows) + 8, label=label
        )
    ]
    for at, (words, kind, number) in enumerate(rows):
        y = 4 + at * line
        across = (width - 380) * number / most
        short = words if len(words) <= 48 else f"{words[:47].rstrip()}…"
        made.append(Markup('<text x="312" y="{}" font-size="13" text-anchor="end">{}</text>').format(y + 16, text(short)))
        made.append(Markup('<rect class="bar-{}" x="320" y="{}" width="{:.1f}" height="18"/>').format(kind, y + 2, across))
        made.append(_label(320 + across + 6, y + 16, f"{number}", "start"))
    return Markup("\n").join([*made, Markup("</svg>")])
