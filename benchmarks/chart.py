"""A bar chart as SVG, without a library."""

from __future__ import annotations

from xml.sax.saxutils import escape

COLOURS = ("#d9822b", "#4c6ef5", "#2b8a3e", "#868e96", "#ae3ec9")
BAR, GAP, HEIGHT, LEFT, TOP, BOTTOM = 9, 10, 260, 50, 50, 30


def bars(title: str, labels: list[str], series: dict[str, list[float | None]]) -> str:
    """One group of bars for each label, one bar in it for each series; a bar that would tower over the rest is cut and
    labelled with its value."""
    values = sorted(value for row in series.values() for value in row if value is not None)
    # The scale follows the bulk of the values, so that one slow engine does not flatten the others.
    top = max(values[int(len(values) * 0.75)] * 1.6, 1e-9) if values else 1.0
    group = BAR * len(series) + GAP
    width = LEFT + group * len(labels) + GAP
    base = TOP + HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{base + BOTTOM}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{base + BOTTOM}" fill="white"/>',
        f'<text x="{LEFT}" y="18" font-size="14" font-weight="bold">{escape(title)}</text>',
    ]
    for index, name in enumerate(series):
        x = LEFT + 110 * index
        parts.append(f'<rect x="{x}" y="28" width="10" height="10" fill="{COLOURS[index % len(COLOURS)]}"/>')
        parts.append(f'<text x="{x + 14}" y="37">{escape(name)}</text>')
    for step in range(5):
        y = base - HEIGHT * step / 4
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{width}" y2="{y:.1f}" stroke="#dee2e6"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{top * step / 4:.2f}</text>')
    for column, label in enumerate(labels):
        start = LEFT + GAP + column * group
        for index, row in enumerate(series.values()):
            value = row[column]
            if value is None:
                continue
            height = HEIGHT * min(value / top, 1)
            x = start + index * BAR
            parts.append(
                f'<rect x="{x}" y="{base - height:.1f}" width="{BAR - 1}" height="{height:.1f}" '
                f'fill="{COLOURS[index % len(COLOURS)]}"/>'
            )
            if value > top:
                parts.append(
                    f'<text transform="translate({x + 7},{base - HEIGHT + 4}) rotate(-90)" text-anchor="end" '
                    f'fill="white" font-size="8">{value:.1f}</text>'
                )
        centre = start + BAR * len(series) / 2
        parts.append(f'<text x="{centre:.1f}" y="{base + 16}" text-anchor="middle">{escape(label)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
