"""Names that stand in no list, given away by the words around them.

Belongs here: rules for a capitalised word or pair that no list and no earlier mention knows ("Ohlaf Zirk har
ringt", "hans bror Zirk", "Zirk och hans polare"). Not here: rules for listed names (``name_rules``), one
word's own properties (``name_evidence``).

Swedish writes only names with a capital inside a sentence, so there a capital is evidence in itself and the
question is person or place. The first word of a sentence needs more: it is capitalised whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import name_places as places
from . import name_words as words
from .name_evidence import SURNAME, NameEvidence
from .name_tokens import Memory, Token
from .word_sets import word_set

_ADVERBS = word_set("inte redan alltid aldrig nu också precis själv ju nog kanske ofta därefter sedan bara")
#: What persons have done, rather than firms and places.
_DONE = word_set("""
tackat sagt lovat ringt bett hotat slagit kört bott mejlat mailat skrivit berättat frågat klagat
hört sett stulit langat rökt druckit gråtit skrikit bråkat fyllt hjälpt försökt tyckt tänkt träffat ätit sovit
suttit gripits misstänkts dömts vittnat anmält polisanmält påpekat undrat svarat hälsat messat smsat
knuffat sparkat sprungit hoppat cyklat promenerat mått vågat orkat velat
""")
_DONE_WEAK = word_set("slutat börjat stått känt flyttat blivit fått tagit gått kommit lämnat")
#: What persons have.
_HAVE = word_set("""
kniv vapen pistol droger körkort adhd bråttom pengar rätt fel ont svårt ångest tur kommit
""")
_WOULD = word_set("ska skulle kan kunde vill ville får fick brukar brukade vågar vågade orkar orkade måste")
_TO_DO = word_set("""
prata ringa mejla sova gråta berätta bo hjälpa köra sälja röka dricka komma gå cykla slå hota låsa sluta börja
tänka träffa sitta stå åka flytta återkomma kontakta fråga svara skriva vara hänga umgås somna äta hämta ta
""")
#: Verbs that need a person and also stand before their subject or object ("i går ringde Zirk").
_TURNED = (words.PERSON_VERBS - words.WEAK_VERBS - word_set("driver sköter hör hörde äger")) | word_set("""
satt sitter stod står sprang springer träffade träffar mötte möter kände sa sade säger tycker tyckte tror
trodde såg knuffade sparkade rånade misshandlade retade mobbade lurade filmade hämtade väckte grep
""")
#: Verbs that are too weak for an unknown word unless a subordinate clause has just opened.
_CLAUSE = word_set("att när om eftersom därför innan medan där så men och för som sedan tills varför")
_CLAUSE_VERBS = words.PERSON_VERBS - words.COPULAS - word_set("""
informerade informerar presenterade presenterar rapporterade rapporterar meddelade meddelar öppnade öppnar
ansvarar arbetar arbetade jobbar jobbade efterlyser efterlyste driver har saknar ligger låg börjar började
""")
_MORE_VERBS = word_set("""
mår mådde skrattade skrattar log hånlog hånler filmar filmade eldade eldar klättrade klättrar cyklar cyklade
bråkar bråkade retar spottade spottar svor svär stammade rymde rymmer kastade kastar klottrade klottrar kysste
ropade ropar viskade fnissade somnade vaknade promenerar promenerade blinkade vinkade vinkar gömde gömmer
""")
_BY_PERSON = word_set("""
hotad hotade hotades slagen slogs sparkad sparkades knuffad knuffades rånad rånades mobbad mobbades trakasserad
trakasserade misshandlad misshandlades förföljd förföljda lurad lurades filmad filmades bjuden retad togs
lämnades anmäldes skrevs upptäcktes hittades stoppad stoppades hyrs hyrdes hämtades ledd jagad jagades kallad
""")
_WITH_PERSON = word_set("""
prata pratar pratat pratade talat talade talar tillsammans ihop bråkade bråkar bråkat slogs slåss kompis vän vänner
polare gift sambo släkt umgås umgicks umgåtts bor bodde går gick lekte leker dejtar klass rum
""")
_KIN = word_set("""
syskon bror brodern broder syster systern mamma mamman pappa pappan son sonen dotter dottern kusin kusinen kompis
kompisen vän vännen polare polaren granne grannen förälder föräldrar föräldrarna mor far flickvän pojkvän morsa
farsa morfar farfar mormor farmor
""")
_ADDRESSED = word_set("hos enligt kontakta kontaktade fråga frågade tacka tackade ringa mejla träffa hälsa bad ber")
_OWNED = word_set("""
mamma mammas pappa pappas bror brorsa syster syrra son dotter kusin kompis kompisar polare familj föräldrar mormor
farmor morfar farfar fru man sambo flickvän pojkvän hund katt moped bil cykel mobil telefon plånbok jacka väska
lägenhet rum födelsedag klasskamrater klass lärare syskon barn ex epa crossmoped elcykel garage altan brevlåda
""")
_PERSONS = word_set("""
ungdomar ungdomarna elever eleverna killar killarna tjejer tjejerna personer grannar grannarna föräldrar pojkar
flickor barn barnen kompisar poliser lärare ledare vakter vuxna
""")
_IN_CLASS = re.compile(
    r"ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian|gymnasiet|förskoleklassen|parallellklassen|"
    r"kassan|receptionen|köket|växeln|trappan"
)
#: Sentence openers that persons' verbs follow without a name being there.
_SUBJECTS = word_set("""
folk barn ungdom ungdomar personal föräldrar elever grannar gäng polis man ingen någon nån några vem vilka alla
många få flera vissa andra den det de vi jag du ni han hon mamma pappa tjejer killar tanter gubbar kvinnor män
pensionärer boende kunder besökare vakter väktare lärare rektorer vuxna äldre yngre unga butiken kommunen väktarna
ordningsvakter fältare samtliga båda ena resten hälften majoriteten vederbörande undertecknad sonen gubben
""")
_INFLECTED = re.compile(r".{2,}(?:[aei]rna|orna|are|aren|ar|er|or|en|et|na|ing|het|tion|sen|ade|igt|isk|lig)s?")
_DEFINITE = re.compile(r".{3,}(?:[aei]rna|orna|ets|ens|ernas|arnas|ornas|heten|ningen|ingen|tionen)")
_NEVER_PERSONS = ("verket", "vården", "märket", "hälsan", "omsorgen", "polisen", "bussen", "tåget", "sverige")
_NOT_ROLES = word_set("""
hyresvärden fastighetsägaren leverantören entreprenören arrangören operatören återförsäljaren huvudmannen
tillverkaren utföraren aktören
""")
_ROLE = re.compile(r".{3,}(?:aren|ören|isten|anten|enten|ogen|iken|vakten|mannen|kvinnan|killen|tjejen|biträdet)")


class ContextEvidence(NameEvidence):
    """What surrounds a capitalised word that no list knows."""

    def _is_other(self, token: Token) -> bool:
        """True when the word is known to belong to a place, a firm or ordinary Swedish."""
        low = token.low
        stem = low[:-1] if low.endswith("s") else low
        if {low, stem} & (self._places | self._lists.localities):
            return True
        return (
            self._blocked(token)
            or low in places.ORGANISATION_WORDS
            or low in places.PLACE_ADJECTIVES
            or low in places.LABELS
            or low.endswith(_NEVER_PERSONS)
            or (self._is_place_like(token) and SURNAME.fullmatch(low) is None)
            or self._looks_like_word(low)
        )

    def _is_ordinary(self, low: str) -> bool:
        """True for a first word that is, or is shaped like, ordinary Swedish."""
        return (
            low in self._lists.vocabulary
            or low in _SUBJECTS
            or low in words.FUNCTION_NAMES
            or low in words.PERSON_VERBS
            or low in words.NEVER_FIRST
            or low in places.PLACE_HEADS
            or _INFLECTED.fullmatch(low) is not None
        )

    @staticmethod
    def _looks_like_word(low: str) -> bool:
        """True for words that by their ending are common nouns in definite form, adverbs or the like."""
        return _WORD_SHAPE.fullmatch(low) is not None

    def _by_initial(self, tokens: Sequence[Token], i: int) -> int:
        """ "Zirk K. hotade", "Zirk T bytte": a name and one initial. Exclusive end, or ``i``."""
        token = tokens[i]
        if i + 1 >= len(tokens) or len(token.text) < 2 or not tokens[i + 1].is_cap:
            return i
        initial = tokens[i + 1]
        if len(initial.text) != 1 or initial.start != token.end + 1 or self._is_other(token):
            return i
        given = self._is_given(token.low)
        if token.is_first and not given and self._is_ordinary(token.low):
            return i
        after = tokens[i + 2] if i + 2 < len(tokens) else None
        stopped = after is not None and after.text == "." and after.start == initial.end
        if stopped or (given and token.low not in words.FUNCTION_NAMES):
            return i + 2
        return i + 2 if self._acts(tokens, i + 2, False) else i

    def _by_context(self, tokens: Sequence[Token], i: int, j: int, memory: Memory) -> int:
        """Exclusive end of an unlisted name in ``tokens[i:j]`` that its surroundings give away, or ``i``."""
        chain = [t for t in tokens[i:j] if t.is_cap]
        token = tokens[i]
        if any(self._is_other(t) for t in chain) or self._organisation_after(tokens, j):
            return i
        if len(token.text) == 1:
            return i
        if token.is_first:
            if self._called(tokens, j) and token.low not in self._lists.vocabulary:
                return j
            if token.low in memory.written_small and len(chain) == 1:
                return i
            if self._is_ordinary(token.low) and (len(chain) == 1 or _INFLECTED.fullmatch(token.low) is None):
                return i
            if token.low in self._lists.vocabulary:
                return i
            return j if self._is_person_first(tokens, i, j, len(chain)) else i
        if _DEFINITE.fullmatch(token.low) and not self._is_given(token.low):
            return i
        locative = self._locative_before(tokens, i)
        if len(chain) >= 2 and (not locative or tokens[i - 1].low in {"från", "mot", "över", "mellan"}):
            return j
        if self._belongs(tokens, i, j) or self._in_class(tokens, j) or self._with_own(tokens, j):
            return j
        if locative:
            return i
        opened = tokens[i - 1].low in _CLAUSE
        if self._acts(tokens, j, opened) or self._pointed_at(tokens, i, j):
            return j
        return i

    def _is_person_first(self, tokens: Sequence[Token], i: int, j: int, length: int) -> bool:
        if self._with_own(tokens, j) or self._belongs(tokens, i, j):
            return True
        if self._in_class(tokens, j) and self._acts(tokens, j + 2, True):
            return True
        return self._acts(tokens, j, length >= 2)

    def _organisation_after(self, tokens: Sequence[Token], j: int) -> bool:
        """True when a word of a firm, a club or a place ends the chain ("Zirk Industri", "Zirks bageri")."""
        if j >= len(tokens) or tokens[j].start != tokens[j - 1].end + 1:
            return False
        after = tokens[j]
        if after.is_acronym or (after.is_cap and self._is_other(after)):
            return True
        return tokens[j - 1].low.endswith("s") and after.low in places.PLACE_HEADS

    def _acts(self, tokens: Sequence[Token], j: int, weak: bool) -> bool:
        """True when what follows is something that persons do; ``weak`` accepts what firms do too."""
        if j >= len(tokens):
            return False
        verb = tokens[j].low
        k = j + 1
        while k < len(tokens) and tokens[k].low in _ADVERBS:
            k += 1
        following = tokens[k].low if k < len(tokens) else ""
        if verb in {"har", "hade"}:
            return following in _DONE or (weak and following in _DONE_WEAK | _HAVE)
        if verb in _WOULD and following in _TO_DO:
            return True
        if verb in _MORE_VERBS or verb in words.PERSON_VERBS - words.WEAK_VERBS:
            return True
        return weak and verb in _CLAUSE_VERBS

    @staticmethod
    def _called(tokens: Sequence[Token], j: int) -> bool:
        """ "Zirk kallas han"."""
        return (
            j + 1 < len(tokens)
            and tokens[j].low in {"kallas", "kallades"}
            and tokens[j + 1].low in {"han", "hon", "killen", "tjejen", "mannen", "grabben"}
        )

    @staticmethod
    def _with_own(tokens: Sequence[Token], j: int) -> bool:
        """ "Zirk och hans polare"."""
        return (
            j + 2 < len(tokens)
            and tokens[j].low in {"och", "samt", "med", "&"}
            and tokens[j + 1].low in {"hans", "hennes"}
        )

    @staticmethod
    def _in_class(tokens: Sequence[Token], j: int) -> bool:
        """ "Zirk i nian", "Zirk i 8B"."""
        if j + 1 >= len(tokens) or tokens[j].low != "i":
            return False
        return _IN_CLASS.fullmatch(tokens[j + 1].low) is not None or (
            tokens[j + 1].text in "123456789"
            and j + 2 < len(tokens)
            and re.fullmatch("[a-eA-E]", tokens[j + 2].text) is not None
        )

    @staticmethod
    def _belongs(tokens: Sequence[Token], i: int, j: int) -> bool:
        """ "Zirks moped", where no common noun in the genitive stands first."""
        return (
            tokens[j - 1].low.endswith("s")
            and j < len(tokens)
            and tokens[j].low in _OWNED
            and _DEFINITE.fullmatch(tokens[j - 1].low) is None
            and _INFLECTED.fullmatch(tokens[i].low) is None
        )

    @staticmethod
    def _pointed_at(tokens: Sequence[Token], i: int, j: int) -> bool:
        """True when the words before point at a person ("hos Zirk", "bror till Zirk", "det är Zirk som …")."""
        before = tokens[i - 1].low
        earlier = tokens[i - 2].low if i > 1 else ""
        if before in _ADDRESSED or before in _TURNED:
            return True
        if before not in _NOT_ROLES and _ROLE.fullmatch(before):
            return True
        if (
            (before == "med" and earlier in _WITH_PERSON)
            or (before == "av" and earlier in _BY_PERSON)
            or (before == "till" and earlier in _KIN)
            or (before == "annat" and i > 3 and tokens[i - 4].low in _PERSONS)
        ):
            return True
        cleft = before in {"är", "var"} and earlier in {"det", "där"}
        return (
            cleft
            and j + 1 < len(tokens)
            and tokens[j].low == "som"
            and tokens[j + 1].low in _CLAUSE_VERBS | _MORE_VERBS
        )


_WORD_SHAPE = re.compile(
    r"(?!.*(?:stjerna|stierna))"
    r".{3,}(?:arna|erna|orna|ningen?|heten?|skap(?:et)?|ligt?|liga|isk|iska|ande|ende|aren|"
    r"tionen?|mentet|nämnden|chef|ledare|lärare|polis|elever|barn)"
)
