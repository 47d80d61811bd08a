"""The picture of ``docs/benchmarks.md``: four panels, each a short comparison, on an opaque ground."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks import record
from benchmarks.frame import figure as figure_text
from benchmarks.record import Record

_GROUND, _INK, _QUIET, _OURS, _PEER, _MISSED = (
    "#fbfaf7",
    "#22252a",
    "#6d7178",
    "#7a1f3d",
    "#a9adb4",
    "#d98324",
)
_SHORT = {
    "bare loadPyodide, empty app": "floor: bare loadPyodide",
    "our runtime files, empty app": "floor: our files",
}
_TOO_LONG = 58  # characters of a label


def draw(whole: Record, path: Path) -> None:
    """Draw the four panels from ``whole`` to ``path``, as SVG; the same figures give the same bytes."""
    mpl.rcParams.update(_STYLE)
    drawing = Figure(figsize=(14, 9.5), facecolor=_GROUND, layout="constrained")
    for panel, axes in zip(_PANELS, drawing.subplots(2, 2).flat, strict=True):
        panel(axes, whole["chapters"])
    drawing.savefig(path, format="svg", metadata={"Date": None, "Creator": None}, facecolor=_GROUND)


def _first_question(axes: Axes, chapters: Mapping[str, Record]) -> None:
    values = _medians(chapters, "first-question", "usable_ms")
    _bars(axes, "First question usable (ms)", values)


def _python_ready(axes: Axes, chapters: Mapping[str, Record]) -> None:
    values = _medians(chapters, "python-ready", "ready_ms")
    _bars(axes, "Python ready (ms)", values)


def _bytes(axes: Axes, chapters: Mapping[str, Record]) -> None:
    figures = chapters.get("bytes", {}).get("figures", {})
    values = {
        key.replace(", bytes", "").replace("plain", "as it is"): sum(kinds.values()) / 1e6
        for key, kinds in figures.items()
        if "worker" not in key
    }
    _bars(axes, "Bytes until the result (MB)", values)


def _budgets(axes: Axes, chapters: Mapping[str, Record]) -> None:
    """Show how much of each budget is used up: 1 is the limit."""
    budgets = record.budgets({"chapters": chapters})
    values = {
        _cut(budget.what): budget.measured / budget.limit
        if budget.at_most
        else budget.limit / max(budget.measured, 1e-9)
        for budget in budgets
    }
    met = {_cut(budget.what): budget.met for budget in budgets}
    _bars(
        axes,
        "Budgets used up (1: the limit)",
        values,
        colour=lambda name: _OURS if met[name] else _MISSED,
    )
    axes.axvline(1, color=_INK, linewidth=1, zorder=0)


_PANELS = (_first_question, _python_ready, _bytes, _budgets)


def _medians(chapters: Mapping[str, Record], chapter: str, unit: str) -> dict[str, float]:
    figures = chapters.get(chapter, {}).get("figures", {})
    return {
        key.removesuffix(f", {unit}"): statistics.median(values)
        for key, values in figures.items()
        if key.endswith(f", {unit}")
    }


def _bars(
    axes: Axes,
    title: str,
    values: Mapping[str, float],
    colour: Callable[[str], str] = lambda name: _OURS if name.startswith("our") else _PEER,
) -> None:
    axes.set_title(title, loc="left", fontweight="bold", pad=10)
    if not values:
        axes.set_axis_off()
        axes.text(0, 0.9, "not measured", color=_QUIET, transform=axes.transAxes)
        return
    names, widths = list(values), list(values.values())
    bars = axes.barh(
        [_SHORT.get(name, name) for name in names],
        widths,
        color=[colour(name) for name in names],
        height=0.62,
    )
    axes.bar_label(bars, [figure_text(width) for width in widths], padding=4, color=_INK, bbox=_BEHIND)
    _bare(axes, widths)


def _bare(axes: Axes, widths: Sequence[float]) -> None:
    """Remove axes and marks, which only repeat the labels of the bars."""
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.set_xlim(0, 1.18 * max(widths, default=1))
    axes.tick_params(axis="y", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _cut(text: str) -> str:
    return text if len(text) <= _TOO_LONG else f"{text[: _TOO_LONG - 1].rstrip()}…"


# Keeps a figure legible where a line runs behind it.
_BEHIND = {"facecolor": _GROUND, "edgecolor": "none", "pad": 1}
_STYLE = {
    "svg.fonttype": "none",  # text stays text: a fifth of the bytes, and it can be searched
    "svg.hashsalt": "lastbild",
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.color": _INK,
    "figure.constrained_layout.w_pad": 0.15,
    "figure.constrained_layout.h_pad": 0.15,
    "axes.facecolor": _GROUND,
    "axes.labelcolor": _INK,
    "ytick.color": _INK,
}
