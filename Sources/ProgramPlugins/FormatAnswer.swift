internal import JSONValues
internal import PluginAPI

/// What a format program makes of a file.
struct FormatAnswer {
    struct Zone {
        var kind: ZoneKind
        var block: BlockKind
        var text: String
    }

    var text: [UInt8]
    var zones: [Zone] = []
    private var title: String?
    private var authors: [String]
    private var published: CalendarDate?
    private var language: String?
    private var publisher: String?
    private var section: String?
    private var url: String?

    init(_ object: JSONObject) throws(AnswerProblem) {
        text = Array((try object.text("text") ?? "").utf8)
        for item in try object.objects("zones") { zones += try Self.zone(item) }
        guard zones.isEmpty || text.isEmpty else { throw AnswerProblem("the answer has both text and zones") }
        title = Self.kept(try object.text("title"))
        authors = try object.texts("authors")
        if let date = try object.text("date") {
            published = CalendarDate(iso8601: date)
            if published == nil { throw AnswerProblem("‘\(date)’ is no date such as 2014-05-01") }
        }
        language = Self.kept(try object.text("language"))
        publisher = Self.kept(try object.text("publisher"))
        section = Self.kept(try object.text("section"))
        url = Self.kept(try object.text("url"))
    }

    /// A zone; none where its text is blank.
    private static func zone(_ item: JSONObject) throws(AnswerProblem) -> [Zone] {
        let name = try item.text("kind") ?? "body"
        guard let kind = ZoneKind.allCases.first(where: { "\($0)" == name }) else {
            throw AnswerProblem("there is no kind of zone \(name)")
        }
        let form = try item.text("block") ?? "paragraph"
        guard let block = BlockKind.allCases.first(where: { "\($0)" == form }) else {
            throw AnswerProblem("there is no block \(form)")
        }
        return kept(try item.text("text")).map { [Zone(kind: kind, block: block, text: $0)] } ?? []
    }

    private static func kept(_ text: String?) -> String? {
        guard let text, !text.allSatisfy(\.isWhitespace) else { return nil }
        return text
    }

    /// What the source says overrules what the program found.
    func merged(into known: KnownMetadata) -> KnownMetadata {
        var merged = known
        merged.title = known.title ?? title
        if merged.authors.isEmpty { merged.authors = authors }
        merged.published = known.published ?? published
        merged.language = known.language ?? language
        merged.publisher = known.publisher ?? publisher
        merged.section = known.section ?? section
        merged.canonicalURL = known.canonicalURL ?? url
        return merged
    }

    /// Says where each fact was found: what the program gave stands for the file's own header.
    func signed(_ document: Document, known: KnownMetadata) -> Document {
        var document = document
        func sign(_ field: MetadataField, _ isGiven: Bool, _ isKnown: Bool) {
            if isGiven || isKnown { document.signals[field] = isKnown ? .source : .header }
        }
        sign(.title, title != nil, known.title != nil)
        sign(.authors, !authors.isEmpty, !known.authors.isEmpty)
        sign(.published, published != nil, known.published != nil)
        sign(.language, language != nil, known.language != nil)
        sign(.publisher, publisher != nil, known.publisher != nil)
        sign(.section, section != nil, known.section != nil)
        sign(.canonicalURL, url != nil, known.canonicalURL != nil)
        return document
    }
}
