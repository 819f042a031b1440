"""Tables that can be filtered on the page: the marks in the HTML and the script that makes the controls.

Without the script the table is whole; the controls are made by it, so that none stands there without effect. The
script fetches nothing. Not here: which tables (``evidence``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

MARK = "data-filtrera"

SCRIPT = """
(function(){
  document.querySelectorAll('[data-filtrera]').forEach(function(box){
    var table=box.querySelector('table'), rows=[].slice.call(table.tBodies[0].rows);
    if(rows.length<2){return;}
    var named=JSON.parse(box.dataset.filtrera), controls=[], bar=document.createElement('div');
    bar.className='filter'; bar.setAttribute('role','group');
    bar.setAttribute('aria-label','Filtrera tabellen '+table.caption.textContent);
    function add(label,control){
      var wrap=document.createElement('label');
      wrap.textContent=label+' '; wrap.appendChild(control); bar.appendChild(wrap);
      control.addEventListener('input',show);
    }
    Object.keys(named).forEach(function(column){
      var select=document.createElement('select'), seen=[];
      rows.forEach(function(row){
        var text=row.cells[column].textContent;
        if(seen.indexOf(text)<0){seen.push(text);}
      });
      if(seen.length<2){return;}
      select.add(new Option('alla',''));
      seen.forEach(function(text){select.add(new Option(text,text));});
      controls.push(function(row){return !select.value||row.cells[column].textContent===select.value;});
      add(named[column],select);
    });
    var words=document.createElement('input'); words.type='search';
    controls.push(function(row){
      return row.textContent.toLowerCase().indexOf(words.value.trim().toLowerCase())>=0;
    });
    add('Ord',words);
    var said=document.createElement('p'); said.setAttribute('role','status'); bar.appendChild(said);
    function show(){
      var count=0;
      rows.forEach(function(row){
        var fits=controls.every(function(control){return control(row);});
        row.hidden=!fits; if(fits){count+=1;}
      });
      said.textContent=count+' av '+rows.length+' rader visas.';
    }
    box.insertBefore(bar,box.firstChild); show();
  });
})();
""".strip()


def filtered(table: str, identity: str, columns: Mapping[int, str]) -> str:
    """``table`` in a box whose rows can be chosen by words and by the values of ``columns`` (position → name)."""
    named = json.dumps({str(position): name for position, name in columns.items()}, ensure_ascii=False)
    return f'<div id="{identity}" {MARK}="{escape(named)}">{table}</div>'
