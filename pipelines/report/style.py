"""The look of every page (CSS) and the one script that draws charts. Text constants only.

System fonts, no requests; light and dark after the reader's setting; text contrast at least 4.5:1 in both;
one column that fits 360 to 1440 pixels, wide tables scroll in their own box; prints in black on white.
"""

from __future__ import annotations

import json

from pipelines.report.chart_style import CONFIG, DARK_COLOURS

CSS = """
:root{color-scheme:light dark;--papper:#fff;--yta:#f5f7f9;--text:#1f2933;--dampad:#52606d;--linje:#d3dae1;
--accent:#0b5a8f;--accent-yta:#e8f1f8;--varning:#8a1c1c;--varning-yta:#fdecec;--exempel:#6b4a00;
--exempel-yta:#fff5dc;
--s0:#f3f6f9;--s1:#e0ecf5;--s2:#c9dff0;--s3:#a9cde8;--s4:#7fb5dc;--s5:#f0b27a;--s6:#e58a4e;
--steg-text:#14202b}
@media (prefers-color-scheme:dark){:root{--papper:#14181d;--yta:#1b2128;--text:#e7ebef;--dampad:#a9b4bf;
--linje:#3b4651;--accent:#8cc8f2;--accent-yta:#1a2c3b;--varning:#ffb4b4;--varning-yta:#3d1717;
--exempel:#f3d48a;
--exempel-yta:#33290f}}
*{box-sizing:border-box}
html{font-size:100%;-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--papper);color:var(--text);
font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;overflow-wrap:break-word}
a{color:var(--accent);text-underline-offset:.15em}a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
.hoppa{position:absolute;left:-100vw;top:0;background:var(--papper);padding:.6rem 1rem;z-index:2}
.hoppa:focus{left:0}
.bredd{max-width:62rem;margin:0 auto;padding:0 1rem}
.sidhuvud{border-bottom:1px solid var(--linje);background:var(--yta)}
.sidhuvud .bredd{padding-top:.9rem;padding-bottom:.6rem}
.sidhuvud .titel{margin:0;font-weight:650}.sidhuvud .titel a{color:inherit;text-decoration:none}
.sidhuvud .titel span{color:var(--dampad);font-weight:400}
nav ul{list-style:none;margin:.35rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;
font-size:.95rem}
nav a{display:inline-block;padding:.25rem 0}
nav a[aria-current]{color:var(--text);font-weight:650;text-decoration:none;
border-bottom:3px solid var(--accent)}
.banderoll{padding:.6rem 0;border-bottom:1px solid}
.banderoll p{margin:0;max-width:none}
.banderoll.exempel{background:var(--exempel-yta);color:var(--exempel)}
.banderoll.beslutad{background:var(--yta);font-weight:650}
.banderoll.ofullstandig{background:var(--varning-yta);color:var(--varning);font-weight:650}
main{padding:1.2rem 0 3rem}
h1,h2,h3,h4{line-height:1.25;text-wrap:balance}
h1{font-size:clamp(1.6rem,1.2rem + 1.8vw,2.2rem);margin:.6rem 0 .8rem}
h2{font-size:1.4rem;margin:2.8rem 0 .6rem;padding-top:1.1rem;border-top:1px solid var(--linje)}
h3{font-size:1.2rem;margin:2.2rem 0 .35rem}h4{font-size:1.04rem;margin:1.7rem 0 .3rem}
p,ul,ol,dl{max-width:44rem}p{margin:.4rem 0 .7rem}li{margin:.3rem 0}
dt{font-weight:650;margin-top:.7rem}dd{margin:.1rem 0 0}
.ingress{font-size:1.12rem;max-width:42rem}
.fraga{color:var(--dampad);margin-top:0}
.nyckel{font-weight:600;font-size:1.05rem}
.huvudsak{font-size:1.04rem}
.not{color:var(--dampad);font-size:.95rem}
.diagram{margin:1rem 0 1.4rem;padding:0;border:1px solid var(--linje);border-radius:8px;overflow:hidden}
.diagram-yta{width:100%;background:var(--yta)}
@media (prefers-color-scheme:light){.diagram-yta{background:#fff}}
figcaption{padding:.6rem .9rem .2rem;font-size:.93rem}
.kalla{color:var(--dampad);white-space:normal}
details{margin:.3rem 0}.diagram details{padding:.2rem .9rem .6rem}
summary{cursor:pointer;color:var(--accent);padding:.3rem 0;font-size:.95rem}
.rulla{overflow-x:auto;max-width:100%;margin:.5rem 0 1rem}
table{border-collapse:collapse;font-size:.93rem;font-variant-numeric:tabular-nums;min-width:min(100%,32rem)}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.42rem .7rem .42rem 0;border-bottom:1px solid var(--linje)}
thead th{border-bottom:2px solid var(--dampad);vertical-align:bottom}
.tal+td{padding-left:.9rem}td:not(.tal){min-width:6.5rem}
tbody th{font-weight:500;min-width:8rem}tbody th.tal{min-width:0}
.tal{text-align:right;white-space:nowrap;padding-left:.7rem}thead .tal{white-space:normal}
.blick td{white-space:pre-line;min-width:8.6rem}.blick tbody th{min-width:7rem;max-width:10rem}
.blick tbody th{position:sticky;left:0;background:var(--papper)}
.blick,.bred{font-size:.86rem;line-height:1.45}.blick td:nth-child(3),.blick td:nth-child(4){min-width:12rem}
.kort dl{margin:.4rem 0;font-size:.93rem;display:grid;grid-template-columns:max-content 1fr;gap:.25rem .8rem}
.kort dt,.kort dd{margin:0;white-space:pre-line}
@media (max-width:34rem){.kort dl{grid-template-columns:1fr}.kort dd{margin-bottom:.3rem}}
.kort .nyckel{margin-bottom:.2rem}
.steg small{display:block;font-size:.78rem}.steg{color:var(--steg-text);text-align:center;
border:2px solid var(--papper)}
.steg-0{background:var(--s0)}.steg-1{background:var(--s1)}.steg-2{background:var(--s2)}
.steg-3{background:var(--s3)}
.steg-4{background:var(--s4)}.steg-5{background:var(--s5)}.steg-6{background:var(--s6)}
.kort-rad{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1rem;
margin:1rem 0}
.kort{border:1px solid var(--linje);border-radius:8px;padding:.9rem 1.1rem;background:var(--yta)}
.kort h3{margin-top:.1rem}.kort ul{padding-left:1.1rem;margin:.4rem 0}
.skriv{border-left:4px solid var(--linje);padding:.2rem .8rem 2.2rem;color:var(--dampad)}
.fiskben{border:1px solid var(--linje);border-radius:8px;padding:.9rem 1.1rem 1.1rem;background:var(--yta);
margin:1rem 0}
.prova{background:var(--exempel-yta);color:var(--exempel);border-left:4px solid;padding:.6rem .9rem;
max-width:none}
.fiskben-grenar{display:grid;grid-template-columns:1fr;gap:1rem 1.6rem}
.gren{border-left:3px solid var(--accent);padding-left:.9rem}
.gren h3{margin:.2rem 0 .4rem}.gren ul{list-style:none;margin:0;padding:0}.gren li{margin:0 0 1rem}
.gren p{margin:.1rem 0}.orsak{font-weight:600}
.niva{font-size:.82rem;border:1px solid var(--dampad);color:var(--dampad);border-radius:1rem;
padding:.05rem .55rem;
white-space:nowrap}.stod{font-size:.88rem;color:var(--dampad)}
.gren details{font-size:.88rem}.gren details ul{list-style:disc;padding-left:1.1rem}
.gren details li{margin:.2rem 0}
.fiskben-ryggrad{display:none;flex:1;height:26px;color:var(--accent)}
.fiskben-huvud{border:2px solid var(--accent);border-radius:8px;padding:.3rem 1rem;background:var(--papper)}
.fiskben-huvud h3{margin:.3rem 0}.fiskben-rygg{margin-top:1rem}
@media (min-width:54rem){.fiskben-grenar{grid-template-columns:repeat(3,1fr);padding-bottom:34px}
.gren{position:relative}.gren::after{content:"";position:absolute;left:-3px;top:100%;height:47px;
border-left:3px solid var(--accent);transform:skewX(40deg);transform-origin:top}
.fiskben-rygg{display:flex;align-items:flex-start;margin:0}.fiskben-ryggrad{display:block}
.fiskben-huvud{max-width:15rem}}
footer{border-top:1px solid var(--linje);background:var(--yta);font-size:.93rem;color:var(--dampad)}
footer .bredd{padding-top:1rem;padding-bottom:2rem}
@media print{:root{--papper:#fff;--yta:#fff;--text:#000;--dampad:#333;--linje:#999;--accent:#000;
--exempel:#000;
--exempel-yta:#fff;--varning:#000;--varning-yta:#fff}nav,.hoppa,.diagram details{display:none}
.bredd{max-width:none}.diagram,.kort,tr{break-inside:avoid}h2,h3,h4{break-after:avoid}body{font-size:10.5pt}}
""".strip()

_SCRIPT = """
(function(){
  var dark=__DARK__, config=__CONFIG__, query=window.matchMedia('(prefers-color-scheme: dark)');
  function draw(print){
    document.querySelectorAll('script.diagram-data').forEach(function(element){
      var text=element.textContent, place=document.getElementById(element.dataset.yta);
      if(query.matches && !print){Object.keys(dark).forEach(function(c){text=text.split(c).join(dark[c]);});}
      var drawing=JSON.parse(text);
      if(place.clientWidth<520){
        drawing.layout.font.size=12;
        var axis=drawing.layout.xaxis||{};
        if(axis.tickangle===0&&axis.tickvals&&axis.tickvals.length>6){
          var odd=(axis.tickvals.length-1)%2, keep=function(_,i){return i%2===odd;};
          axis.tickvals=axis.tickvals.filter(keep);axis.ticktext=axis.ticktext.filter(keep);
        }
      }
      window.Plotly.react(place,drawing.data,drawing.layout,config);
    });
  }
  if(window.Plotly){
    draw(false);
    query.addEventListener('change',function(){draw(false);});
    window.addEventListener('beforeprint',function(){draw(true);});
    window.addEventListener('afterprint',function(){draw(false);});
  }
})();
""".strip()


def script() -> str:
    """Draws every chart on the page from its JSON, in the reader's colours."""
    return _SCRIPT.replace("__DARK__", json.dumps(DARK_COLOURS)).replace("__CONFIG__", json.dumps(CONFIG))
