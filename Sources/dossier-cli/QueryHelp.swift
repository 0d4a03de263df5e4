/// The short form of Sources/dossier-cli/Documentation/queries.md.
let queryHelp = """
    A query is words, any of which may match; nothing that is typed is refused. --strict shows what is not right.

      sanctions AND banks, OR, NOT, ( )     both, either, without; words side by side are alternatives
      +sanctions -oil banks                 must be there, must not, lifts what has it
      "six party talks", "talks party"~3    side by side; after at most three moves of a word
      sanctions NEAR/5 banks, PRE/5         at most five words between; PRE: the first before the second
      sanct*, *ization, w?m?n               words that look so
      /sanction(s|ed)?/                     words that a regular expression matches
      seol~, seol~1                         words like it
      =SOLR, ="Blue House"                  spelled so, without other forms
      title:seoul, author:rinna             in a field: title, body, author, aside
      zone:lead (seoul OR tokyo)            in a part of the text: title, lead, body, caption, byline, …
      country:KR, country:"South Korea"     with a value of a facet; dossier facets lists them
      lang:fr                               in a language
      date:2014..2016, date:>2014-05        published then; also date:[2014 TO 2016}
      year:1990..1999                       a facet of numbers
      sanctions^3 banks                     counts three times as much
      title\\:a                              a backslash takes the meaning from a sign
      saved:korea                           a saved query: dossier help saved
      *                                     every article

    Sources/dossier-cli/Documentation/queries.md tells all of it with examples.

    """
