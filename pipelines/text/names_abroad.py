"""Names from other countries than Sweden, out of the packages that hold the Swedish lists.

Belongs here: which countries' lists are read and what is left out of them. Not here: how the lists are used
(``names``, ``name_rules``).

Many of these names are also Swedish words, so the rules ask more of them than of Swedish names.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import import_module, resources

from .word_sets import word_set

#: Data sets in Latin letters from the countries that people in Sweden, their parents or grandparents come from.
_MIMESIS = word_set("az cs da de de-ch en es et fi fr hr hu is it nl no pl pt sk tr")
_FAKER = word_set("""
az_AZ cs_CZ da_DK de_DE en_GB en_IN en_KE en_NG en_PK en_TH es_ES et_EE fi_FI fr_DZ ha_NG hr_HR hu_HU id_ID
ig_NG is_IS it_IT lt_LT lv_LV no_NO pl_PL pt_PT ro_RO sk_SK sl_SI sw tr_TR tw_GH uz_UZ vi_VN yo_NG
""")
#: Names as people write them on a Swedish keyboard.
_PLAIN = str.maketrans(
    "çćčğıłńñóřșşšťțýžźżąęőűúíáâàãèêëîïôùûőđæø", "cccgilnnorsssttyzzzaeouuiaaaaeeeiiouuodäö"
)
_LATIN = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]{2,})?")


@cache
def names_abroad() -> tuple[frozenset[str], frozenset[str]]:
    """Given names and family names in lower case, as written and without foreign accents."""
    given: set[str] = set()
    family: set[str] = set()
    for locale in _MIMESIS:
        source = resources.files("mimesis").joinpath(f"datasets/{locale}/person.json")
        person = json.loads(source.read_text(encoding="utf-8"))
        given.update(name for names in person["names"].values() for name in names)
        surnames = person["surnames"]
        # Some languages have a list per sex.
        for names in surnames.values() if isinstance(surnames, dict) else [surnames]:
            family.update(names)
    for locale in _FAKER:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute, target in (
            ("first_names", given),
            ("first_names_female", given),
            ("first_names_male", given),
            ("last_names", family),
        ):
            target.update(getattr(provider, attribute, ()))
    return _words(given), _words(family)


def _words(names: set[str]) -> frozenset[str]:
    low = {name.casefold() for name in names}
    return frozenset(n for name in low for n in (name, name.translate(_PLAIN)) if _LATIN.fullmatch(n))
