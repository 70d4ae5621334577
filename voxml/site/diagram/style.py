"""The style of the diagram: what it looks like near, where prompts are read, and far, where titles are.

Every rule begins with the diagram's own class, so that a page which holds the SVG keeps its own style. Sizes in `far`
are counted on the screen: `--k` is the scale, which flow.js sets. An SVG that is shown as an image has no script; it
knows its own width, and shows titles alone where that is small.
"""

from __future__ import annotations

from voxml.site.diagram.overview import TITLE_SIZES
from voxml.site.diagram.palette import FONT, css

ROOT = ".vx"
#: Below this scale titles alone are shown.
FAR_SCALE = 0.6

_RULES = """
text{font-family:FONT;fill:var(--vx-text)}
.bg{fill:var(--vx-bg)}
.body,.pile{fill:var(--vx-surface)}
.pile{stroke:var(--vx-border)}
.frame{fill:none;stroke:var(--vx-border);stroke-width:1}
.head{fill:var(--vx-raised)}
.entry .frame{stroke:var(--vx-good);stroke-width:2}
.start{color:var(--vx-good)}
.warning .frame{stroke:var(--vx-warn);stroke-width:1.5}
.error .frame{stroke:var(--vx-bad);stroke-width:2}
.broken .frame{stroke:var(--vx-bad);stroke-width:2;stroke-dasharray:5 3}
.added .frame{stroke:var(--vx-good);stroke-width:3}
.changed .frame{stroke:var(--vx-warn);stroke-width:3;stroke-dasharray:12 3}
.removed .frame{stroke:var(--vx-bad);stroke-width:3;stroke-dasharray:3 4}
.card.removed text{opacity:.75}
.faint{opacity:.42}
.title{font-size:13.5px;font-weight:600}
.path{font-size:10px;fill:var(--vx-muted)}
.detail{font-size:10.5px;fill:var(--vx-muted)}
.words{font-size:12px}
.words.hangup,.words.broken{fill:var(--vx-end)}
.words.end{fill:var(--vx-muted);font-style:italic}
.when{font-size:10px;fill:var(--vx-muted);font-style:italic}
.to{font-size:12px}
.inside .to{font-weight:500}
.outside .to,.callback .to{fill:var(--vx-muted)}
.missing .to,.missing .arrow{fill:var(--vx-bad);font-weight:600}
.edge.removed .to{text-decoration:line-through;fill:var(--vx-muted)}
.edge.removed rect.key{fill:var(--vx-muted)}
.change{font-size:14px;font-weight:700}
.edge.added .change{fill:var(--vx-good)}
.edge.removed .change{fill:var(--vx-bad)}
.arrow{font-size:12px;fill:var(--vx-muted)}
a:hover .to{text-decoration:underline}
.port{fill:var(--vx-line)}
rect.key{fill:var(--vx-key)}
text.key{fill:var(--vx-key-text);font-size:11.5px;font-weight:700;text-anchor:middle}
rect.on{fill:var(--vx-pill)}
text.on{font-size:10px;fill:var(--vx-muted);text-anchor:middle}
.icon{color:var(--vx-muted)}
.icon.say,.icon.play{color:var(--vx-say)}
.icon.gather,.icon.record{color:var(--vx-ask)}
.icon.dial,.icon.conference,.icon.stream{color:var(--vx-dial)}
.icon.hangup,.icon.broken{color:var(--vx-end)}
.row{fill:var(--vx-accent);fill-opacity:0}
.never{opacity:.45}
.flow{fill:none;stroke:var(--vx-line);stroke-width:1.6}
.tip{fill:var(--vx-line)}
.line.added .flow{stroke:var(--vx-good);stroke-width:2.6}
.line.removed .flow{stroke:var(--vx-bad);stroke-dasharray:2 4}
.line.added .tip{fill:var(--vx-good)}
.line.removed .tip{fill:var(--vx-bad)}
.panel{fill:var(--vx-panel);stroke:var(--vx-border)}
.panel-title{font-size:24px;font-weight:650}
.panel-note{font-size:12px;fill:var(--vx-muted)}
.bar{fill:var(--vx-warn)}
.bar.added{fill:var(--vx-good)}
.bar.removed,.bar.error{fill:var(--vx-bad)}
.bar.info{fill:var(--vx-say)}
.badge circle{fill:var(--vx-warn)}
.badge.error circle,.badge.removed circle{fill:var(--vx-bad)}
.badge.added circle{fill:var(--vx-good)}
.badge text,.sign{fill:var(--vx-on-state);font-size:12px;font-weight:700;text-anchor:middle}
.problem{font-size:10.5px;fill:var(--vx-warn)}
.problem.error{fill:var(--vx-bad)}
.heading{font-size:17px;font-weight:650}
.legend{font-size:11px;fill:var(--vx-muted)}
.far{display:none}
.far text{font-weight:600}
.mark{fill:var(--vx-good)}
.warning .mark,.changed .mark{fill:var(--vx-warn)}
.error .mark,.broken .mark,.removed .mark{fill:var(--vx-bad)}
"""
_FAR = """
.near{display:none}
.far{display:inline}
.flow{stroke-width:max(1.6px,calc(.8px/var(--k)))}
.frame{stroke-width:max(1px,calc(.8px/var(--k)))}
.entry .frame,.error .frame,.warning .frame,.broken .frame{stroke-width:max(2px,calc(1.6px/var(--k)))}
.added .frame,.changed .frame,.removed .frame{stroke-width:max(3px,calc(2.4px/var(--k)))}
text.key{font-size:min(calc(13px/var(--k)),24px)}
"""


def style(width: float, far_width: float) -> str:
    """Return the style of a diagram whose scenes are so many units wide."""
    scale = max(0.1, min(0.5, 900 / far_width))
    still = (
        f"@media(max-width:{width * FAR_SCALE:.0f}px)"
        f"{{{ROOT}.still{{--k:{scale:.2f}}}{_scoped(_FAR, f'{ROOT}.still')}}}"
    )
    return "".join(
        [css(ROOT), f"{ROOT}{{--k:1}}", _scoped(_RULES, ROOT), _sizes(), _scoped(_FAR, f"{ROOT}[data-zoom=far]"), still]
    )


def _sizes() -> str:
    """Return the rules of titles: as large on the screen as a title near, or as they have room for."""
    return "".join(f"{ROOT} .f{size}{{font-size:min(calc(15px/var(--k)),{size}px)}}" for size in TITLE_SIZES)


def _scoped(rules: str, scope: str) -> str:
    """Return the rules, one a line, for elements below `scope` only."""
    scoped = []
    for rule in rules.replace("FONT", FONT).strip().splitlines():
        selectors, _, declarations = rule.partition("{")
        scoped.append(",".join(f"{scope} {each}" for each in selectors.split(",")) + "{" + declarations)
    return "".join(scoped)
