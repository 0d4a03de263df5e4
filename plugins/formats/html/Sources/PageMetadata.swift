import PluginAPI
import TextFormat

/// What a page says about its article, each value with the signal that gave it.
///
/// A page states the same fact in many ways, and the ways disagree. Each field has one order, from the statement
/// that is made of the article alone to those that may speak of the site:
///
/// | field | order |
/// |---|---|
/// | title | the heading a reader sees, where another signal says the same; else JSON-LD, OpenGraph, meta, microdata, the `title` element |
/// | authors | JSON-LD of an article, meta (`MetaNames`), microdata, visible byline, JSON-LD of a page; a byline that names all these and more; people before organisations |
/// | published | JSON-LD of an article, OpenGraph and meta (`MetaNames`), microdata, `time`, dateline, URL, JSON-LD of a page; where the clock is that of Greenwich, the day before or after that the page shows; else the day of its last change |
/// | modified | JSON-LD, OpenGraph and meta (`MetaNames`), microdata, `time`, dateline |
/// | publisher | JSON-LD, OpenGraph, meta |
/// | section | OpenGraph and meta, JSON-LD, microdata |
/// | language | `html lang`, JSON-LD, OpenGraph, meta |
/// | canonical URL | `link`, OpenGraph and meta, JSON-LD |
///
/// Linear in the page.
struct PageMetadata {
    private(set) var title: [UInt8] = []
    private(set) var authors: [String] = []
    private(set) var published: CalendarDate?
    private(set) var modified: CalendarDate?
    private(set) var publisher: String?
    private(set) var section: String?
    private(set) var language: String?
    private(set) var canonicalURL: String?
    private(set) var signals: [MetadataField: MetadataSignal] = [:]

    /// The text of the article, where the page's JSON-LD holds it.
    let articleBody: [UInt8]?
    /// The heading that bears the title.
    private(set) var heading: Int?
    /// Nodes near the heading that hold nothing but who wrote the article and when; not overlapping.
    private(set) var bylineNodes: [Range<Int>] = []

    /// - Parameter known: what the source says already; its URL may tell the day.
    init(page: HTMLPage, known: KnownMetadata = KnownMetadata()) {
        let marked = PageSignals(page)
        let address = marked.canonical ?? marked.contents(.canonicalURL).first?.content
        let canonical = address.map { String(decoding: $0, as: UTF8.self) }
        let linked = LinkedData(ArraySlice(page.linkedData.joined(separator: [0x0A])), canonical: canonical)
        articleBody = linked.articleBody
        readSite(marked, linked)
        let url = known.canonicalURL ?? canonicalURL
        let titles = PageTitle(sites: Self.siteNames(marked, linked, url))
        readTitle(page, marked, linked, titles)
        let order = DayOrder(language: known.language ?? language)
        let lines = PageLines(page, around: heading, order: order)
        let nearby = NearbyMarks(page, marked.marks, heading: heading ?? 0)
        if let found = PageAuthors(page, marked, linked, nearby, lines, titles).chosen {
            (authors, signals[.authors]) = (found.names, found.signal)
        }
        let dates = PageDates(page, marked, linked, nearby, lines, url: url, order: order)
        if let found = dates.published { (published, signals[.published]) = (found.date, found.signal) }
        if let found = dates.modified { (modified, signals[.modified]) = (found.date, found.signal) }
        bylineNodes = lines.lines.filter(isByline).map(\.nodes)
    }

    /// Copies what the page says; what the source knows is applied after it.
    func copy(into document: inout Document) {
        document.authors = authors
        document.published = published
        document.modified = modified
        document.publisher = publisher
        document.section = section
        document.language = language
        document.canonicalURL = canonicalURL
        document.signals = signals
    }

    private mutating func take<Value>(
        _ field: MetadataField, _ path: WritableKeyPath<PageMetadata, Value?>,
        _ found: [(Value?, MetadataSignal)]
    ) {
        for (value, signal) in found {
            guard let value else { continue }
            self[keyPath: path] = value
            signals[field] = signal
            return
        }
    }

    private mutating func readSite(_ marked: PageSignals, _ linked: LinkedData) {
        func metas(_ field: MetadataField) -> [(String?, MetadataSignal)] {
            marked.contents(field).filter { !$0.content.isEmpty }
                .map { (String(decoding: $0.content, as: UTF8.self), $0.meaning.signal) }
        }
        let links: [(String?, MetadataSignal)] = [(marked.canonical.flatMap(Self.string), .link)]
        take(
            .publisher, \.publisher,
            [(linked.publisher, .jsonLD)] + metas(.publisher).filter { !Self.isURL($0.0) })
        take(.section, \.section, metas(.section).filter { !Self.isURL($0.0) } + [(linked.section, .jsonLD)])
        take(
            .canonicalURL, \.canonicalURL,
            links + metas(.canonicalURL).filter { Self.isURL($0.0) } + [(linked.url, .jsonLD)])
        let languages: [(String?, MetadataSignal)] =
            [(marked.language.flatMap(Self.string), .meta), (linked.language, .jsonLD)] + metas(.language)
        take(.language, \.language, languages.map { ($0.0.flatMap(Self.languageTag), $0.1) })
    }

    private static func string(_ bytes: [UInt8]) -> String? {
        let text = bytes.trimmed
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }

    private static func isURL(_ text: String?) -> Bool { text?.contains("://") == true }

    /// `en-GB` of `en_GB`; nil for what is no tag of BCP 47.
    private static func languageTag(_ text: String) -> String? {
        let tag = String(text.map { $0 == "_" ? "-" : $0 })
        guard (2...35).contains(tag.utf8.count),
            tag.utf8.allSatisfy({ $0 == 0x2D || $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 })
        else { return nil }
        return (2...3).contains(tag.split(separator: "-").first?.utf8.count ?? 0) ? tag : nil
    }

    /// What signals call the site, and its host's name with and without its end.
    private static func siteNames(_ marked: PageSignals, _ linked: LinkedData, _ url: String?) -> [[UInt8]] {
        var names = marked.contents(.publisher).map(\.content)
        if let publisher = linked.publisher { names.append(Array(publisher.utf8)) }
        if let url, let start = url.range(of: "://") {
            let host = url[start...].prefix(while: { $0 != "/" && $0 != ":" })
            let labels = host.split(separator: ".").drop(while: { $0 == "www" })
            names.append(Array(labels.joined().utf8))
            names += labels.dropLast().map { Array($0.utf8) }.filter { $0.count >= 3 }
        }
        return names
    }

    // MARK: Title

    private mutating func readTitle(
        _ page: HTMLPage, _ marked: PageSignals, _ linked: LinkedData, _ titles: PageTitle
    ) {
        typealias Candidate = PageTitle.Candidate
        let headingNodes = marked.headings + marked.headlines.filter { !marked.headings.contains($0) }
        let headings = headingNodes.map { node in
            Candidate(
                text: titles.withoutSite(MarkupText.plain(page.innerText(node, limit: 1000))),
                signal: .heading)
        }
        var stated: [Candidate] = []
        func state(_ text: [UInt8]?, _ signal: MetadataSignal) {
            guard let text, !text.isEmpty else { return }
            stated.append(Candidate(text: titles.withoutSite(MarkupText.collapsed(text)), signal: signal))
        }
        if linked.isArticle { state(linked.headline, .jsonLD) }
        for meta in marked.contents(.title) { state(meta.content, meta.meaning.signal) }
        if !linked.isArticle { state(linked.headline, .jsonLD) }
        let element = marked.titleElement.map { node in
            Candidate(
                text: titles.withoutTail(MarkupText.plain(page.innerText(node, limit: 1000))),
                signal: .titleElement)
        }
        guard let chosen = titles.choose(headings: headings, stated: stated, element: element) else { return }
        title = chosen.text
        signals[.title] = chosen.signal
        let likenesses = headings.map { PageTitle.likeness($0.text, chosen.text) }
        heading =
            likenesses.indices.filter { likenesses[$0] >= 0.6 }.max { likenesses[$0] < likenesses[$1] }
            .map { headingNodes[$0] } ?? marked.headings.first
    }

    /// Whether a line holds nothing but who wrote the article and when.
    private func isByline(_ line: PageLines.Line) -> Bool {
        if line.date != nil || line.authors != nil { return true }
        // Taking names out of a line is dear, and most lines hold none.
        let isNamed = authors.contains { author in
            line.text[...].range(of: String(author.prefix { $0 != " " })) != nil
        }
        guard isNamed else { return false }
        let names = Byline.labelled(line.text)
        return !names.isEmpty && names.allSatisfy { authors.contains($0) }
    }
}

extension String {
    /// The index after the first occurrence of a text.
    fileprivate func range(of text: String) -> String.Index? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(text) { return self.index(index, offsetBy: text.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
