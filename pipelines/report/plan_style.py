"""The look of the plan's parts: causes on the fishbone, cause tree, event chain, filters, wheel, steps. CSS only.

Colours are ``style``'s own, so that contrast and dark mode follow; whatever a line or colour says, words say too.
"""

from __future__ import annotations

CSS = """
.att-gora{border-left:4px solid var(--accent);padding:.4rem .8rem;background:var(--accent-yta);color:var(--text)}
.svar dt{margin-top:.5rem}
.gren h5{font-size:1rem;margin:.2rem 0 .4rem}
.gren li.plankort{border:2px solid var(--accent);border-radius:6px;padding:.4rem .6rem;background:var(--papper)}
.gren li.plankort.kandidat,.gren li.plankort.obedomd{border:2px dashed var(--dampad)}
.gren li.plankort.avfardad{border-color:var(--linje);color:var(--dampad)}
.stallning{font-size:.9rem}.kandidat .stallning,.obedomd .stallning{font-style:italic}
.orsakstrad,.kedja,.arshjul{margin:1rem 0 1.4rem;padding:.9rem 1rem;border:1px solid var(--linje);border-radius:8px;
background:var(--yta)}
.orsakstrad figcaption,.kedja figcaption,.arshjul figcaption{padding:.6rem 0 .2rem}
.trad ul{list-style:none;margin:0;padding:0 0 0 1.1rem;max-width:none}
.trad li{position:relative;margin:0;padding:.35rem 0 0 1rem}
.trad li::before{content:"";position:absolute;left:0;top:0;bottom:0;border-left:2px solid var(--dampad)}
.trad li:last-child::before{bottom:auto;height:1.6rem}
.trad li::after{content:"";position:absolute;left:0;top:1.6rem;width:1rem;border-top:2px solid var(--dampad)}
.ruta{border:2px solid var(--accent);border-radius:6px;padding:.35rem .7rem;background:var(--papper);max-width:34rem;
width:fit-content}
.ruta p{margin:0}.ruta .stod{color:var(--dampad)}
.rot{font-weight:650;margin:0}
.ruta.kandidat,.ruta.obedomd{border-style:dashed;border-color:var(--dampad)}
.ruta.avfardad{border-color:var(--linje);color:var(--dampad)}
.atgardsruta{border-radius:1.2rem;background:var(--accent-yta)}
.kedja ol{list-style:none;margin:0;padding:0;max-width:none;display:flex;flex-direction:column;gap:1.5rem}
.kedja li{position:relative;border:2px solid var(--dampad);border-radius:6px;padding:.5rem .7rem;margin:0;
background:var(--papper)}
.kedja li p{margin:.1rem 0}.kedja .nummer{font-weight:650;color:var(--accent)}
.kedja li.brytbar{border-color:var(--accent)}
.bryts{font-size:.92rem;border-top:2px dashed var(--accent);padding-top:.25rem}
.kedja li:not(:last-child)::after{content:"";position:absolute;left:1.4rem;top:calc(100% + 2px);height:1.5rem;
border-left:2px solid var(--dampad)}
@media (min-width:54rem){.kedja ol{display:grid;grid-template-columns:repeat(4,1fr);gap:1.5rem 2rem}
.kedja li:not(:last-child)::after{left:calc(100% + 2px);top:1rem;height:0;width:2rem;border-left:0;
border-top:2px solid var(--dampad)}}
.filter{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;margin:.6rem 0 .2rem}
.filter label{display:flex;flex-direction:column;font-size:.9rem;max-width:100%}
.filter select,.filter input{font:inherit;color:inherit;background:var(--papper);border:1px solid var(--dampad);
border-radius:4px;padding:.3rem .4rem;max-width:16rem;width:100%}
.filter p{margin:0;font-size:.9rem;color:var(--dampad);flex-basis:100%}
[data-filtrera] td:nth-child(4){min-width:12rem}
[data-filtrera] td:last-child{min-width:9rem;overflow-wrap:anywhere}
.arshjul .hjul{display:block;margin:0 auto;color:var(--text)}
.hjul-nyckel{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;justify-content:center;
max-width:none;
font-size:.93rem}
.hjul-ruta{display:inline-block;width:1rem;height:1rem;margin-right:.4rem;vertical-align:-.15rem;
border:1px solid currentColor;background:currentColor;opacity:.55}
.hjul-monster{color:#b84e00}.hjul-dagar{color:#00795a}.hjul-plan{color:#0072b2}.hjul-tom{color:var(--dampad)}
@media (prefers-color-scheme:dark){.hjul-monster{color:#f0a265}.hjul-dagar{color:#4cc9a0}.hjul-plan{color:#6cbcf0}}
.steglista{counter-reset:steg;list-style:none;padding:0;max-width:none}
.steglista>li{counter-increment:steg;position:relative;padding:.1rem 0 .5rem 2.6rem}
.steglista>li::before{content:counter(steg);position:absolute;left:0;top:.1rem;width:1.8rem;height:1.8rem;
line-height:1.8rem;text-align:center;border-radius:50%;background:var(--accent);color:var(--papper);font-weight:650}
.steglista p{margin:.1rem 0}
.trad-tabell td:not(.tal){min-width:4.6rem}.trad-tabell td:last-child{min-width:13rem}
code{font-size:.93em;background:var(--yta);border:1px solid var(--linje);border-radius:4px;padding:0 .3rem;
display:inline-block;max-width:100%;overflow-wrap:anywhere}
@media print{.filter{display:none}.orsakstrad,.kedja,.arshjul,.plankort{break-inside:avoid}}
""".strip()
