"""Names that are also ordinary words, first in a sentence or in a row of names: "Dag vaktar", "Ask, Alm och Björk".

Belongs here: what shows that such a word is a person, and nicknames made from words. Not here: names without a
capital (``name_small``), words that the dictionary lacks (``name_unknown``).

Swedish does not open a sentence with a bare noun that can be counted: "Dag vaktar" is no day. Words for matter and
for what happens can stand so ("Snö föll", "Brand utbröt") and need a verb that only persons do.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import name_context_words as w
from . import name_places as places
from . import name_unknown_words as u
from . import name_words as words
from .name_chains import NameChains
from .name_dictionary import is_verb_form
from .name_tokens import Memory, Token
from .word_sets import word_set

#: Words for matter, groups and events, and plurals, among the names: they open sentences by themselves.
_MASS = word_set("""
april augusti band barn bark bi blad blod brand december eld februari frost frö glans glas glass granit grus gräs guld
hall halm hamn hot is januari juli juni jul kol kraft krut lag land larm lera ljung ljus lust luft maj man mars mat
material media mil minst mjöl mord mos mull musik november oktober ont ord oro ost park pengar personal plats post
pris rea regn ris ro ros rus rök salt sand segel semi september silver sjö skog skott slag slagg smärre snö socker sol
sommar sorg sot spår sten storm strid ström stål stöld säd söder tal tid till timjan top trafik trä
tråd träd tvål tång vakt vall vatten vind vinter våld vår väder väst värme ånga äng öst älv åska
""")
#: What landscapes and towns cannot do.
_AT_HOME = word_set("""
bor bodde äger ägde sover sov jobbar jobbade hörde såg ville tackade ringde ringer sade sa säger tycker tror undrar
klagar klagade anmälde vågar vågade berättar berättade vittnade minns
""")
#: What persons are called among friends; capitalised and with a verb of persons they are no animals or things.
NICKNAMES = word_set("""
kungen drottningen prinsen prinsessan lillen lilleman storis lången långe tjocke tjockis tjocken smalis
rödis stålis plutten putte pyret skruttan skrutten knatten knodden nalle nallen biffen bagarn bagaren
slaktarn plåtis mackan myggan loket räven vargen björnen tjuren råttan musen spindeln ormen örnen hajen
grisen hästen katten tuppen haren igelkotten lejonet tigern pantern svarten blondie rocky rambo tyson texas
zorro chefen bossen farsan farbror gubben gumman snutten tysken finnen norsken dansken greken turken
syrianen professorn doktorn kaptenen generalen pajas clownen joker spöket skuggan blixten åskan stormen
skräcken bulan nippe nippen kruttan krutet kulan bomben raketen hammaren kniven skruven spiken muttern
stubben bulten mustaschen plingen zäta bagarn bocken knölen hatten mössan kepsen skägget luvan fimpen
skallen näsan tanden klumpen klonken knogen knoppen kratan lakritsen limpan mören nubben nubbe nyckeln pinnen plinten
pluggen pucken påsen pölen ratten rullen rören sillen skorpan smeden smulan snigeln snoken snusen soppan sparven
spröten stolpen stummen sulan svampen taggen toppen trollet tummen tussen tåget uven vesslan vinden ålen älgen ankan
proppen korken flaskan burken bullen kakan kexet ärtan bönan gurkan moroten potatisen köttbullen korven
""")
_NICK_ALWAYS = word_set(
    "chefen farsan farbror gubben gumman doktorn professorn kungen drottningen bagaren katten hästen"
)


class WordNames(NameChains):
    """Rules for capitalised names that are also words."""

    def _person_by_word(self, tokens: Sequence[Token], i: int, j: int, memory: Memory) -> bool:
        """True when a word that is also a name is a person where it stands."""
        token = tokens[i]
        low = token.low
        if low in words.FUNCTION_NAMES or low in words.NOT_IN_CHAIN:
            return False
        if (
            j == i + 2
            and self._is_given(low)
            and tokens[j - 1].low in places.PLACE_NAMES
            and not token.is_first
        ):
            return low not in self._places
        if j == i + 2 and self._is_given(low) and low not in self._places:
            # "Lo Vinter": a short given name and a family name that is a word.
            last = tokens[j - 1].low
            return last in words.WORD_NAMES and last not in words.FUNCTION_NAMES and last not in self._places
        if j != i + 1:
            return False
        if i and tokens[i - 1].is_cap and tokens[i - 1].end + 1 == token.start:
            return False
        named = self._is_given(low) or self._is_family(low) or low in words.WORD_NAMES
        if named and token.is_first and low not in memory.written_small and self._named_acts(tokens, j, low):
            return True
        if low in NICKNAMES and self._nicknamed(tokens, i, j):
            return True
        return (named or low in NICKNAMES) and self._in_row(tokens, i, j)

    def _town_as_name(self, tokens: Sequence[Token], i: int) -> bool:
        """ "Herr Malmö klagade", "hotade Milano": a town's name where only a person can stand."""
        low, j = tokens[i].low, i + 1
        if not i or tokens[i].is_first or (low not in self._places and low not in self._lists.localities):
            return False
        if j < len(tokens) and tokens[j].is_cap and tokens[j].start == tokens[i].end + 1:
            return False
        before = tokens[i - 1].low
        if before in u.DONE_TO_PERSONS:
            return True
        acts = j >= len(tokens) or tokens[j].text in ".," or self._does(tokens, j)
        return before in u.SURE_TITLES and acts

    def _named_acts(self, tokens: Sequence[Token], j: int, low: str) -> bool:
        if j >= len(tokens) or low in words.CALENDAR:
            return False
        verb = tokens[j].low
        after = tokens[j + 1].low if j + 1 < len(tokens) else ""
        if low in self._places or low in self._lists.localities:
            if low not in places.PLACE_NAMES:
                return False
            has = verb in {"har", "hade"} and (
                after in w.DONE or after in w.OWNED | {"båt", "kniv", "nyckel"}
            )
            acts = verb in w.STRONG_VERBS and self._is_given(low)
            return verb in _AT_HOME or has or acts or (verb == "går" and self._in_class(tokens, j))
        if verb == "," and after == "som":
            return j + 2 < len(tokens) and tokens[j + 2].low in {
                "går",
                "bor",
                "är",
                "var",
                "har",
                "jobbar",
                "heter",
            }
        if verb in w.BECAME and after in w.FEELING:
            return True
        if verb in {"har", "hade"} and (after in w.DONE or after in w.HAVE):
            return True
        if verb in {"från", "på"}:
            office = j + 1 < len(tokens) and tokens[j + 1].low in u.OFFICES
            return office and any(t.low in w.PERSONS_DO for t in tokens[j + 2 : j + 5])
        if low in _MASS:
            return verb in w.SAYING or verb in _AT_HOME
        if low in self._lists.vocabulary:
            return verb in w.SAYING or verb in _AT_HOME or verb in w.STRONG_VERBS or verb in w.DOING
        if verb in w.DOING:
            return True
        if verb in {"tog", "tar", "fick", "kom", "gick", "går", "sitter", "satt", "gav"}:
            return True
        if verb in u.PASSIVE_PERSONS:
            return True
        # "Rosa klotter", "Sena kvällar", "Islam nämns": nouns look like verbs, and a passive needs no person.
        shaped = verb in u.FINITE or w.VERB_SHAPE.fullmatch(verb) is not None
        plural = low.endswith("a") and verb.endswith(("ar", "er")) and verb not in w.PERSONS_DO
        thing = verb in w.THING_VERBS - u.PERSONS_TOO or verb in w.BECAME
        return shaped and not (plural or thing) and is_verb_form(verb)

    @staticmethod
    def _nicknamed(tokens: Sequence[Token], i: int, j: int) -> bool:
        """ "Loket langar", "de hotade Räven": a person's verb after it, or a capital after a verb."""
        if j < len(tokens) and tokens[i].is_first and tokens[i].low not in _NICK_ALWAYS:
            verb = tokens[j].low
            after = tokens[j + 1].low if j + 1 < len(tokens) else ""
            if not tokens[i].low.endswith("n") and (verb in w.PERSONS_DO or verb in u.FINITE):
                return True
            if verb in {"har", "hade"}:
                return after in w.DONE or after in w.HAVE or after in u.OWNED_THINGS
            return verb in w.SAYING or verb in w.STRONG_VERBS or (verb in w.BECAME and after in w.FEELING)
        if tokens[i].is_first:
            return False
        before = tokens[i - 1].low
        acts = before in w.PERSONS_DO or before in u.FINITE or w.VERB_SHAPE.fullmatch(before) is not None
        return acts or before in {"vem", "av", "med", "åt", "hos", "och", "att", "som", "än"}

    def _in_row(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        """ "Ask, Alm och Björk äger": all in the row can be names, and one is sure or they do what persons do."""
        row, k = [tokens[i]], j
        while k + 1 < len(tokens) and tokens[k].low in {",", "och", "samt", "&"} and tokens[k + 1].is_cap:
            row.append(tokens[k + 1])
            k += 2
        if len(row) < 2 or any(self._is_other(t) and t.low not in words.WORD_NAMES for t in row[1:]):
            return False
        if any(t.low in self._places or t.low in words.FUNCTION_NAMES or t.low in words.TITLES for t in row):
            return False
        sure = any(
            t.low in self._lists.common
            or (self._is_unknown(t) and not self._may_be_place(t.low) and not self._is_other(t))
            for t in row[1:]
        )
        listed = all(self._is_given(t.low) or self._is_family(t.low) for t in row)
        acts = k < len(tokens) and tokens[k].low in w.PERSONS_DO | {"äger"}
        return sure or (listed and acts)
