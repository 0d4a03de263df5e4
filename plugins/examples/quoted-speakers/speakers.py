"""Who is quoted: a name beside a quotation and a verb of speech.

    “The radar stands,” foreign minister Wang Yi said.        Wang Yi
    "We will not move," said Mark Milley of the Army.         Mark Milley
    Kim Yo Jong warned: “Do not try us.”                      Kim Yo Jong

Dossier asks with a line of JSON for each article and is answered with one; plugins/PROTOCOL.md tells the rest.
"""
import json
import re
import sys

# Words with a capital that begin a sentence or a title and are no part of a name.
NOT_NAMES = set(
    "The A An He She It They We I But And In On At As Mr Ms Mrs Dr President Minister Prime Foreign Defense Defence "
    "Secretary General Admiral Colonel Senator Ambassador Chancellor King Queen Prince Pope Spokesman Spokeswoman "
    "Spokesperson Former Deputy Vice Chief Officials Official Analysts Experts Critics".split()
)
PARTICLES = "al|bin|bint|da|de|del|der|di|dos|el|ibn|la|le|van|von|zu"
WORD = r"[^\W\d_][\w'’\-]*"
CAPITAL = rf"(?:(?![a-zß-öø-ÿ]){WORD})"
NAME = rf"{CAPITAL}(?:(?: (?:{PARTICLES}))* {CAPITAL}){{1,3}}"
CLOSED = r"[,.!?]?[”\"]"


def patterns(verbs):
    verb = "(?:" + "|".join(map(re.escape, verbs.split())) + ")"
    # At most six words of office stand between a quotation and a name.
    office = rf"(?:[\w'’\-]+,? ){{0,6}}?"
    return {
        "after": re.compile(rf"{CLOSED},? (?:{office})(?P<name>{NAME}) {verb}\b"),
        "inverted": re.compile(rf"{CLOSED},? {verb} (?:{office})(?P<name>{NAME})"),
        "before": re.compile(rf"(?P<name>{NAME}) {verb}(?: \w+){{0,4}}[,:]? [“\"‘]"),
    }


def trimmed(text, start, end):
    """Leaves out offices before a name; nothing is left where it was no name."""
    words = text[start:end].split(" ")
    while words and words[0].rstrip(".") in NOT_NAMES:
        start += len(words.pop(0)) + 1
    return (start, end) if len(words) >= 2 else None


def mentions(text, rules):
    found = {}
    for rule, pattern in rules.items():
        for match in pattern.finditer(text):
            place = trimmed(text, *match.span("name"))
            if place:
                found.setdefault(place, rule)
    for (start, end), rule in sorted(found.items()):
        # Dossier counts bytes of UTF-8 where Python counts characters.
        first = len(text[:start].encode())
        name = text[start:end]
        yield {"value": name, "start": first, "end": first + len(name.encode()), "rule": rule}


def main():
    hello = json.loads(sys.stdin.readline())
    rules = patterns(hello["options"]["verbs"])
    print(json.dumps({"rules": list(rules)}), flush=True)
    for line in sys.stdin:
        article = json.loads(line)
        found = list(mentions(article["text"], rules))
        print(json.dumps({"id": article["id"], "mentions": found}), flush=True)


main()
