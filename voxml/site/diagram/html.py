"""Write the flow as one HTML file: the diagram with search, zoom and the diagnostics; no network, no other file."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from voxml.diagnostics import Diagnostic
from voxml.site.diagram.labels import NodeLabel

_STYLE = """
:root{color-scheme:light dark;--bg:#f6f7f9;--bar:#fff;--edge:#d3d8e0;--text:#1b2430;--soft:#66717f;--pick:#2f6fb3}
@media(prefers-color-scheme:dark){:root{--bg:#0e1319;--bar:#18202a;--edge:#303c4b;--text:#e4eaf1;--soft:#93a1b1;
--pick:#79b4f2}}*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);height:100vh;
display:flex;flex-direction:column;font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
header{display:flex;gap:12px;align-items:center;padding:10px 16px;background:var(--bar);
border-bottom:1px solid var(--edge);flex-wrap:wrap}h1{font-size:16px;margin:0;flex:1;min-width:8em}
input,button{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--edge);border-radius:7px;
padding:5px 10px}button{cursor:pointer}input{width:15em}#body{flex:1;display:flex;min-height:0}aside{width:330px;
overflow:auto;background:var(--bar);border-right:1px solid var(--edge);padding:6px 0;resize:horizontal}
aside details{border:0;padding:3px 14px;max-height:none}aside summary{font-weight:600;overflow-wrap:anywhere}
aside p{margin:3px 0 3px 16px}aside a{color:var(--pick)}.n{float:right;border-radius:9px;padding:0 7px;
background:var(--soft);color:#fff;font-size:11px;line-height:18px;font-weight:700}.n.error{background:#cf222e}
.n.warning{background:#9a6700}.said{font-style:italic}@media(max-width:760px){aside{display:none}}
#view{flex:1;overflow:hidden;cursor:grab;touch-action:none;position:relative}#view.moving{cursor:grabbing}
#view svg{position:absolute;left:0;top:0;transform-origin:0 0;max-width:none}
.hit>rect.node{stroke:var(--pick);stroke-width:3}.dim{opacity:.25}
details{border-top:1px solid var(--edge);background:var(--bar);padding:8px 16px;max-height:40vh;overflow:auto}
summary{cursor:pointer}li{margin:3px 0}code{font-size:12px;color:var(--soft)}
""".replace("\n", "")

_SCRIPT = r"""
const view=document.getElementById('view'),svg=view.querySelector('svg'),find=document.getElementById('find');
const size=svg.viewBox.baseVal;let x=0,y=0,k=1;
const put=()=>{svg.style.transform=`translate(${x}px,${y}px) scale(${k})`};
const whole=()=>{k=Math.min(1,view.clientWidth/size.width,view.clientHeight/size.height);
 x=(view.clientWidth-size.width*k)/2;y=Math.max(0,(view.clientHeight-size.height*k)/2);put()};
const zoom=(by,cx,cy)=>{const n=Math.min(4,Math.max(.05,k*by));x=cx-(cx-x)*n/k;y=cy-(cy-y)*n/k;k=n;put()};
view.addEventListener('wheel',e=>{e.preventDefault();const r=view.getBoundingClientRect();
 zoom(Math.exp(-e.deltaY/400),e.clientX-r.left,e.clientY-r.top)},{passive:false});
let from=null;view.addEventListener('pointerdown',e=>{if(e.target.closest('a'))return;from=[e.clientX-x,e.clientY-y];
 view.setPointerCapture(e.pointerId);view.classList.add('moving')});
view.addEventListener('pointermove',e=>{if(from){x=e.clientX-from[0];y=e.clientY-from[1];put()}});
view.addEventListener('pointerup',()=>{from=null;view.classList.remove('moving')});
const nodes=[...svg.querySelectorAll('[id^="d-"]')];
const go=id=>{const card=document.getElementById(id);if(!card)return;
 const t=card.transform.baseVal.consolidate().matrix;
 const top=card.parentNode.transform.baseVal.consolidate()?.matrix.f||0;k=Math.max(k,.9);
 x=view.clientWidth/2-(t.e+126)*k;y=view.clientHeight/3-(t.f+top)*k;put();
 nodes.forEach(c=>c.classList.toggle('hit',c===card))};
svg.addEventListener('click',e=>{const a=e.target.closest('a');
 if(a){e.preventDefault();go(a.getAttribute('href').slice(1))}});
find.addEventListener('input',()=>{const q=find.value.trim().toLowerCase();let n=0;nodes.forEach(c=>{
 const ok=!q||c.textContent.toLowerCase().includes(q);c.classList.toggle('dim',!ok);n+=ok});
 document.getElementById('count').textContent=q?`${n} of ${nodes.length}`:''});
find.addEventListener('keydown',e=>{if(e.key!=='Enter')return;
 const c=nodes.find(c=>!c.classList.contains('dim'));if(c)go(c.id)});
document.getElementById('all').onclick=whole;
document.getElementById('in').onclick=()=>zoom(1.3,view.clientWidth/2,view.clientHeight/2);
document.getElementById('out').onclick=()=>zoom(1/1.3,view.clientWidth/2,view.clientHeight/2);
document.querySelectorAll('[data-go]').forEach(a=>a.onclick=e=>{e.preventDefault();go('d-'+a.dataset.go)});
addEventListener('resize',put);whole();if(location.hash)go(decodeURIComponent(location.hash.slice(1)));
"""


def draw_page(
    title: str,
    svg: str,
    labels: Mapping[str, NodeLabel],
    diagnostics: list[Diagnostic],
    *,
    beside: str = "",
    script: str = "",
) -> str:
    """Return the page: `svg` is the diagram without a heading, `beside` is put left of it, `script` is added."""
    listed = "".join(
        f"<li><strong>{each.severity}</strong> {escape(each.message)} <code>{escape(each.path)}:{each.line} "
        f"[{escape(each.rule)}]</code></li>"
        for each in diagnostics
    )
    panel = (
        f"<details{' open' if any(each.severity == 'error' for each in diagnostics) else ''}><summary>"
        f"{len(diagnostics)} problem{'s' * (len(diagnostics) != 1)}</summary><ul>{listed}</ul></details>"
        if diagnostics
        else ""
    )
    count = sum(label.copies for label in labels.values())
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width,initial-scale=1"><title>{escape(title)}</title><style>{_STYLE}</style></head><body>'
        f"<header><h1>{escape(title)} <code>{count} document{'s' * (count != 1)}</code></h1><span id=count></span>"
        '<input id="find" type="search" placeholder="Find in what is said…" aria-label="Find">'
        '<button id="out" aria-label="Smaller">−</button><button id="in" aria-label="Larger">+</button>'
        f'<button id="all">Whole</button></header><div id="body">{beside}<main id="view">{svg}</main></div>{panel}'
        f"<script>{_SCRIPT}{script}</script></body></html>\n"
    )
