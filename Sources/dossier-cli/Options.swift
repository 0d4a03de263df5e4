import Dossier
import JSONValues
import SourceAdapters

extension Option {
    /// Options of every command.
    static let common = [color, plain, hyperlinks, noPager, noConfig, help]

    static let help = flag("help", short: "h", help: "Print this help.") { $0.asksForHelp = true }
    static let color = when(
        "color", "When to print in colours: auto, the default, on a terminal, unless NO_COLOR is set.",
        \.color)
    static let plain = flag(
        "no-color", help: "Print without colours; hit words stand between asterisks."
    ) { $0.color = .never }
    static let hyperlinks = when(
        "hyperlinks",
        "When titles and ids link to the article's page and file: auto, the default, on a terminal that shows colours.",
        \.hyperlinks)
    static let noPager = flag(
        "no-pager", help: "Print on the terminal what is longer than it, too; otherwise less shows it."
    ) { $0.avoidsPager = true }
    static let noConfig = flag("no-config", help: "Leave the config file aside.") { _ in }
    static let json = format("json", .json, "Print one line of JSON instead of text.")

    static func format(_ name: String, _ format: OutputFormat, _ help: String) -> Option {
        flag(name, help: help) { $0.format = format }
    }

    private static func when(
        _ name: String, _ help: String, _ place: any WritableKeyPath<Arguments, WhenShown> & Sendable
    ) -> Option {
        let names = WhenShown.allCases.map(\.rawValue)
        return value(name, "WHEN", help: help + " Also always, and never.", completion: .choices(names)) {
            arguments, text throws(UsageError) in
            guard let when = WhenShown(rawValue: text) else {
                throw UsageError("‘\(text)’ is none of \(names.joined(separator: ", ")).")
            }
            arguments[keyPath: place] = when
        }
    }

    /// Options of every command that opens an index.
    static let opening = [index, atCommit, recover, overlay]

    static let index = value(
        "index", short: "i", "PATH",
        help:
            "The index, or the folder that holds it as .dossier. Without this option it is the one that "
            + "DOSSIER_INDEX names, or else is looked for in the current folder and those above it.",
        completion: .folder
    ) { $0.index = $1 }
    static let recover = flag(
        "recover", help: "Fall back to the index's state before, when the newest one is damaged."
    ) { $0.indexing.recovers = true }

    static let overlay = value(
        "overlay", "FILE",
        help:
            "What editors change about facet values, instead of the index's overlay.tsv; see ‘dossier help overlay’.",
        completion: .file
    ) { $0.overlay = .file($1) }

    /// Options that narrow a search.
    static let narrowing = [
        actor, country, alliance, organization, person, region, pair, subject, facet, anyOf, not, from, to,
        all, strict, raw, language,
        timeout,
    ]

    static let actor = filter(
        "actor",
        "Only articles that name this actor: a country, an alliance, an organization or a person. "
            + "NATO+members is NATO or a country that was its member on the article's day.")
    static let country = filter("country", "Only articles that name this country.")
    static let alliance = filter(
        "alliance", "Only articles that name this alliance or bloc, or NAME+members.")
    static let organization = filter(
        "organization", "Only articles that name this body, agency, party or armed group.")
    static let person = filter("person", "Only articles that name this person.")
    static let region = filter("region", "Only articles that name this region, or NAME+members.")
    static let pair = filter(
        "pair", "Only articles that name these two actors in one sentence: US-KR, 'Seoul and Tokyo'.")
    static let subject = value(
        "about", "VALUE",
        help: "Only articles that are about this actor, not only naming it; may be repeated.",
        completion: .valueOfFacet("actor")
    ) { $0.request.filters.append(.init(facet: "about", value: $1)) }
    static let facet = value(
        "facet", "NAME=VALUE", help: "Only articles with this value of a facet; may be repeated.",
        completion: .facetAndValue
    ) { arguments, text throws(UsageError) in
        let sides = text.split(separator: "=", maxSplits: 1)
        guard sides.count == 2 else { throw UsageError("‘\(text)’ is not of the form NAME=VALUE.") }
        arguments.request.filters.append(.init(facet: String(sides[0]), value: String(sides[1])))
    }
    static let from = value(
        "from", "DATE", help: "Only articles published on this day or later: 2014, 2014-05 or 2014-05-01."
    ) { arguments, text throws(UsageError) in
        arguments.request.from = try DateArgument(text).first
    }
    static let to = value(
        "to", "DATE", help: "Only articles published on this day, month or year, or earlier."
    ) {
        arguments, text throws(UsageError) in
        arguments.request.to = try DateArgument(text).last
    }
    static let all = flag("all", short: "a", help: "All words must occur, not just any of them.") {
        $0.request.requiresAllWords = true
    }
    static let strict = flag(
        "strict",
        help:
            "Refuse a query that is not right, and show where; without it, it is taken for what it most likely means."
    ) { $0.request.syntax = .strict }
    static let raw = flag(
        "raw", help: "Take every word of the query as it is written: no operators, no signs, no other forms."
    ) { $0.request.syntax = .raw }
    static let language = value(
        "language", "CODE",
        help:
            "The language of the query's words, such as fr; otherwise they may be of any. Other forms of a word are "
            + "then found in articles of that language alone, the word itself in all."
    ) { $0.request.language = $1 }
    static let timeout = value(
        "timeout", "MS",
        help:
            "Stop a search after this many milliseconds and print what was found by then, as Ctrl-C does at once; "
            + "30000 by default, 0 for no limit."
    ) { arguments, text throws(UsageError) in
        let time = try number(text, least: 0)
        guard time <= Arguments.noTimeoutMilliseconds else {
            throw UsageError("‘\(text)’ is too long a time.")
        }
        arguments.request.timeoutMilliseconds = time == 0 ? Arguments.noTimeoutMilliseconds : time
    }
    static let limit = value(
        "limit", short: "n", "N", help: "How many hits to print, or all; 10 by default."
    ) { arguments, text throws(UsageError) in
        arguments.limit = text == "all" ? Int.max : try number(text, least: 0)
    }
    /// Forms of hits.
    static let forms = [
        json,
        format("jsonl", .jsonLines, "Print JSON lines: one a hit, and a last one with the total."),
        format("csv", .csv, "Print comma-separated values, a line a hit below one of names."),
        format("ris", .ris, "Print references in the format of EndNote, Zotero and others."),
        format("bibtex", .bibtex, "Print references for LaTeX."),
    ]
    static let offset = value("offset", "N", help: "How many of the best hits to leave out before them.") {
        arguments, text throws(UsageError) in
        arguments.request.offset = try number(text, least: 0)
    }
    static let valueLimit = value(
        "limit", short: "n", "N",
        help: "How many values to print of each facet. All by default, but 10 as text without NAME."
    ) { arguments, text throws(UsageError) in
        arguments.limit = try number(text, least: 0)
    }
    static let context = value(
        "context", short: "C", "WORDS", help: "About how many words of each hit to print; 36 by default."
    ) { arguments, text throws(UsageError) in
        arguments.request.snippetWordCount = try number(text, least: 1)
    }
    static let full = flag("full", help: "Print each hit whole, its words marked, instead of a part of it.") {
        $0.request.snippetWordCount = Int.max / 2
    }
    static let collapse = flag(
        "collapse", help: "Fold copies of one article into the best of them, and say how many."
    ) { $0.request.foldsCopies = true }
    static let copyLimit = value(
        "limit", short: "n", "N",
        help: "How many articles, or differences of each copy, to print; 10 by default."
    ) { arguments, text throws(UsageError) in
        arguments.limit = try number(text, least: 0)
    }
    static let counting = flag(
        "subjects", help: "Count what articles are about, not all that they name."
    ) { $0.countsSubjects = true }
    static let query = value(
        "query", "QUERY", help: "Count only articles that match this query.", completion: .query
    ) { $0.request.query = $1 }
    static let deletes = flag("delete", help: "Forget the query of this name.") { $0.deletes = true }
    static let evidence = flag(
        "facets", help: "Print, instead of the text, the words that gave each facet value, and by which rule."
    ) { $0.showsFacets = true }

    private static func filter(_ name: String, _ help: String) -> Option {
        value(
            name, "VALUE", help: help + " An id, a name or another name, in any case; may be repeated.",
            completion: .valueOfFacet(name)
        ) { $0.request.filters.append(.init(facet: name, value: $1)) }
    }
}

extension Option {
    /// Options of `index`.
    static let indexing = [
        indexFolder, include, exclude, hidden, rootName, fields, facetField, jsonLines, inputIdentifier,
        pluginFolder, pluginOption, chosenFacets, threads, memory, prune, recover, quiet, json,
    ]

    static let indexFolder = value(
        "index", short: "i", "PATH",
        help:
            "Where the index is or shall be. By default DOSSIER_INDEX, or .dossier in the first SOURCE that is a folder, "
            + "else in the current folder.",
        completion: .folder
    ) { $0.index = $1 }
    static let include = value(
        "include", "GLOB",
        help:
            "Files to take from folders and archives, for example '*.html' or 'news/**'; may be repeated. By default "
            + "those whose names end as articles' names do."
    ) { $0.source.includes.append($1) }
    static let exclude = value("exclude", "GLOB", help: "Files and folders to leave out; may be repeated.") {
        $0.source.excludes.append($1)
    }
    static let hidden = flag("hidden", help: "Take files and folders whose names begin with a dot too.") {
        $0.source.includesHidden = true
    }
    static let rootName = value(
        "name", "NAME", help: "First part of the ids of a folder's articles, instead of the folder's name."
    ) { $0.source.rootName = $1 }
    static let fields = value(
        "fields", "MAPPING",
        help: "Which fields of JSON records hold what, for example 'id=docno,text=content|body'. Names: id, "
            + "title, text, html, date, authors, url, language, publisher."
    ) { arguments, text throws(UsageError) in
        arguments.source.mapping = try mapping(text)
    }
    static let facetField = value(
        "facet-field", "FIELD[=NAME]",
        help:
            "A field of JSON records, a text or a list of texts, that states values of a facet, which is called "
            + "NAME, or else FIELD; may be repeated. The index remembers it."
    ) { arguments, text throws(UsageError) in
        arguments.indexing.schema.facetFields.append(try statingField(text))
    }
    static let jsonLines = flag("jsonl", help: "Standard input (-) holds one JSON record a line.") {
        $0.source.isInputJSONLines = true
    }
    static let inputIdentifier = value("id", "ID", help: "Id of the article on standard input (-).") {
        $0.source.inputIdentifier = $1
    }
    static let threads = value(
        "threads", short: "j", "N", help: "Threads to work with; all processors by default."
    ) {
        arguments, text throws(UsageError) in
        arguments.indexing.threadCount = try number(text, least: 1)
    }
    static let memory = value(
        "memory", "SIZE", help: "Memory that the work may take, for example 512M or 2G; 1G by default."
    ) { arguments, text throws(UsageError) in
        arguments.indexing.memoryBudgetBytes = try byteCount(text)
    }
    static let prune = flag(
        "prune", help: "Drop the articles whose files are gone even if they are more than 30 % of a folder."
    ) { $0.indexing.prunes = true }
    static let quiet = flag("quiet", short: "q", help: "Print nothing but what went wrong.") {
        $0.isQuiet = true
    }

    /// Options of `optimize`.
    static let optimizing = [order, index, threads, memory, quiet, json]

    static let order = value(
        "order", "ORDER",
        help:
            "similarity, the default: articles with the same words side by side, for the smallest and fastest "
            + "index; date: the newest first; source: as they are. Of articles with equal scores, as all have in a "
            + "search without words, the first in this order comes first.",
        completion: .choices(DocumentOrder.allCases.map(\.rawValue))
    ) { arguments, text throws(UsageError) in
        guard let order = DocumentOrder(rawValue: text) else {
            let names = DocumentOrder.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError("‘\(text)’ is no order; there are \(names).")
        }
        arguments.order = order
    }
}
