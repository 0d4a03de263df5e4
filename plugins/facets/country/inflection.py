"""Endings and particles that words of other languages take, as forms of the table."""

import re
import sys
import os

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "gazetteer"))
import table_format as table  # noqa: E402

# French words whose h is spoken, so that nothing is elided before them.
SPOKEN_H = re.compile(r"(?i)(hongr|honduras|hong|holland|hambourg|hano|havane|harare|haye)")


def elided(name):
    """French: Iran, l'Iran, d'Iran, qu'Iran."""
    if "'" in name or not name or table.fold(name.lstrip("("))[:1] not in "aeiouh" or SPOKEN_H.match(name):
        return name
    match = re.match(r"([^\s(]+)(.*)", name)
    if not match:
        return name
    first, rest = match.groups()
    return f"({first}|l'{first}|d'{first}|qu'{first}){rest}"


def with_particles(name):
    """Arabic: the name alone and after و, ب, ل, ك, ف; before the article, ل joins it as لل."""
    first, _, rest = name.partition(" ")
    if first.startswith("ال"):
        forms = [
            first,
            "و" + first,
            "ب" + first,
            "لل" + first[2:],
            "ك" + first,
            "ف" + first,
            "ولل" + first[2:],
            "وب" + first,
        ]
    else:
        forms = [particle + first for particle in ("", "و", "ب", "ل", "ك", "ف", "ول", "وب")]
    return "(" + "|".join(forms) + ")" + (f" {rest}" if rest else "")


def arabic_adjective(stem):
    """صيني, صينية, الصينيون, للصينيين …"""
    return f"(|ال|وال|بال|لل|و|ل|ب){stem}(|ة|ون|ين|ا)"


RUSSIAN = (
    ("ия", "(ия|ии|ию|ией)"),
    ("ея", "(ея|еи|ею|еей)"),
    ("ья", "(ья|ьи|ью|ьей)"),
    ("га", "(га|ги|ге|гу|гой)"),
    ("ка", "(ка|ки|ке|ку|кой)"),
    ("а", "(а|ы|е|у|ой)"),
    ("ь", "(ь|и|ью|я|ю|ем|е)"),
    ("й", "(й|я|ю|ем|е)"),
    ("ы", "(ы|ам|ами|ах)"),
)
ADJECTIVE = {"ая": "(ая|ой|ую)", "яя": "(яя|ей|юю)", "ый": "(ый|ого|ому|ым|ом)", "ий": "(ий|ого|ему|им|ом)"}
INDECLINABLE = {"Самоа", "Никарагуа"}


def russian_noun(name):
    """Case endings of a name of one word, or of a feminine or masculine adjective and a noun; others as they stand."""
    adjective = re.fullmatch(r"([\w-]+?)(ая|яя|ый|ий) (\w+)", name)
    if adjective:
        first, ending, noun = adjective.groups()
        return first + ADJECTIVE[ending] + " " + russian_noun(noun)
    if " " in name or "-" in name or name in INDECLINABLE:
        return name
    for ending, endings in RUSSIAN:
        if name.endswith(ending):
            return name[: -len(ending)] + endings
    return name + "(|а|у|ом|е)" if re.search(r"[бвгджзклмнпрстфхцчшщ]$", name) else name


def german_people(word):
    """Italiener, Italienerinnen; Franzosen, Brite (from Brit)."""
    return word + ("(|s|n|in|innen)" if word.endswith("er") else "(e|en|in|innen)")


def german_name(name):
    """The genitive: Irans, Russlands."""
    return name if " " in name or re.search(r"[sxzß]$|ei$|eiz$|ik$|e$", name) else name + "s?"


def french_adjective(word):
    """iranien, iraniennes; chinois, chinoise; mexicain."""
    if word.endswith("en"):
        return word + "(|ne|s|nes)"
    return word + ("(|e|es)" if word.endswith(("s", "x")) else "(|e|s|es)")


def spanish_adjective(word):
    """chino, chinas; francés, francesas; alemán; iraní."""
    for ending, endings in (
        ("o", "(o|a|os|as)"),
        ("és", "(és|esa|eses|esas)"),
        ("án", "(án|ana|anes|anas)"),
        ("ón", "(ón|ona|ones|onas)"),
        ("ol", "(ol|ola|oles|olas)"),
        ("ís", "(ís|isa|ises|isas)"),
        ("í", "(í|íes|ís)"),
        ("a", "(a|as)"),
        ("e", "(e|es)"),
    ):
        if word.endswith(ending):
            return word[: -len(ending)] + endings
    return word + "(|a|es|as)"


PEOPLE = {
    "de": german_people,
    "fr": french_adjective,
    "es": spanish_adjective,
    "ru": russian_noun,
    "ar": arabic_adjective,
}


def inflect(lang, word, is_name=False):
    """The form of the table for a word of a fact file: `+` asks for the endings of its language."""
    plus = word.endswith("+")
    form = word[:-1] if plus else word
    if plus:
        form = PEOPLE[lang](form)
    elif lang == "fr" and not is_name and re.search("e$", form):
        form += "s?"
    if lang == "ar" and not plus:
        form = with_particles(form)
    return elided(form) if lang == "fr" else form
