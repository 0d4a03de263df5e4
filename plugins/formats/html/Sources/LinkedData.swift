import PluginAPI
import TextFormat

/// What a page's JSON-LD says about its article.
///
/// The object that describes the article is found by its type, among those that stand at the top, in `@graph` or in
/// `mainEntity`: not the page's other stories, videos and products. Source: schema.org, JSON-LD 1.1.
struct LinkedData {
    private(set) var headline: [UInt8]?
    private(set) var authors: [String] = []
    private(set) var published: CalendarDate?
    /// The hour of `published` where it is told by the clock of Greenwich.
    private(set) var publishedHour: Int?
    private(set) var modified: CalendarDate?
    private(set) var publisher: String?
    private(set) var section: String?
    private(set) var language: String?
    private(set) var url: String?
    /// The text of the article, for pages that hold it nowhere else.
    private(set) var articleBody: [UInt8]?
    /// Whether an object of an article's type gave the values, not one of a page or a video.
    private(set) var isArticle = false

    private static let articleTypes: Set<String> = [
        "BlogPosting", "LiveBlogPosting", "Report", "Review", "DiscussionForumPosting", "SocialMediaPosting",
        "Recipe",
        "HowTo", "Posting", "CriticReview", "ClaimReview",
    ]
    private static let pageTypes: Set<String> = [
        "WebPage", "ItemPage", "MedicalWebPage", "FAQPage", "AboutPage", "QAPage", "VideoObject",
        "PodcastEpisode",
        "CreativeWork", "NewsItem", "Book", "Event", "ImageGallery", "Gallery", "MediaGallery",
    ]
    /// An article's own keys lead to these.
    private static let mainKeys = ["@graph", "mainEntity", "mainEntityOfPage"]

    init() {}

    /// - Parameter canonical: the page's URL, which tells its article from others.
    init(_ json: ArraySlice<UInt8>, canonical: String? = nil) {
        let tape = JSONTape(json)
        var candidates: [(rank: Int, node: Int)] = []
        var isMain = [Bool](repeating: false, count: tape.nodes.count)
        for (index, node) in tape.nodes.enumerated() {
            isMain[index] = node.parent < 0 || (isMain[node.parent] && Self.isMain(tape, index))
            guard isMain[index], node.kind == .object else { continue }
            let rank = Self.rank(tape, index, canonical)
            if rank > 0 { candidates.append((rank, index)) }
        }
        // Of equals the first; a page has few.
        for candidate in candidates.prefix(200).sorted(by: { ($1.rank, $0.node) < ($0.rank, $1.node) })
            .prefix(4)
        {
            take(candidate.node, tape, isArticle: candidate.rank >= 6)
        }
        publisher = publisher ?? Self.publication(tape, isMain)
    }

    private static func isMain(_ tape: JSONTape, _ node: Int) -> Bool {
        tape.nodes[node].key.isEmpty || mainKeys.contains { tape.isKey(node, $0) }
    }

    /// 6 and more for an article, 2 and more for a page; 0 for what is neither.
    private static func rank(_ tape: JSONTape, _ node: Int, _ canonical: String?) -> Int {
        var rank = 0
        if let type = tape.child(node, "@type") ?? tape.child(node, "type") {
            for element in tape.elements(type) {
                guard let bytes = tape.text(element) else { continue }
                let name = String(decoding: bytes, as: UTF8.self).split(whereSeparator: {
                    $0 == "/" || $0 == ":"
                }).last
                let type = String(name ?? "")
                if type.hasSuffix("Article") || articleTypes.contains(type) {
                    rank = max(rank, 6)
                } else if pageTypes.contains(type) {
                    rank = max(rank, 2)
                }
            }
        } else if tape.child(node, "headline") != nil || tape.child(node, "datePublished") != nil {
            rank = 2
        }
        guard rank > 0 else { return 0 }
        if tape.child(node, "headline") != nil || tape.child(node, "datePublished") != nil { rank += 1 }
        if let canonical, let url = url(tape, node), url == canonical { rank += 2 }
        return rank
    }

    private static func url(_ tape: JSONTape, _ node: Int) -> String? {
        for key in ["mainEntityOfPage", "url", "@id"] {
            guard var value = tape.child(node, key) else { continue }
            if let inner = tape.child(value, "@id") ?? tape.child(value, "url") { value = inner }
            if let text = tape.text(value), text.starts(with: "http".utf8) {
                return String(decoding: text, as: UTF8.self)
            }
        }
        return nil
    }

    private mutating func take(_ node: Int, _ tape: JSONTape, isArticle: Bool) {
        func text(_ key: String) -> [UInt8]? {
            guard let child = tape.child(node, key) else { return nil }
            let texts = tape.elements(child).lazy.compactMap { tape.text($0).map(MarkupText.plain) }
            return texts.first { !$0.isEmpty }
        }
        func string(_ key: String) -> String? { text(key).map { String(decoding: $0, as: UTF8.self) } }
        func date(_ key: String) -> CalendarDate? { text(key).flatMap { DateLine.machine($0) } }
        let isFirst = headline == nil && published == nil && authors.isEmpty
        self.isArticle = self.isArticle || isArticle
        headline = headline ?? text("headline") ?? (isArticle || !isFirst ? nil : text("name"))
        for key in isArticle
            ? ["datePublished", "uploadDate", "dateCreated"] : ["datePublished", "uploadDate"]
        where published == nil {
            published = date(key)
            publishedHour = text(key).flatMap { DateLine.universalHour($0) }
        }
        modified = modified ?? date("dateModified")
        section = section ?? string("articleSection")
        language = language ?? string("inLanguage")
        url = url ?? Self.url(tape, node)
        articleBody = articleBody ?? tape.child(node, "articleBody").flatMap { tape.text($0) }
        if authors.isEmpty {
            authors =
                ["author", "creator"].lazy.map { Self.people(tape, node, $0) }.first { !$0.isEmpty } ?? []
        }
        publisher = publisher ?? Self.names(tape, node, "publisher").first
    }

    /// The people under a key, without those organisations that stand beside them.
    private static func people(_ tape: JSONTape, _ node: Int, _ key: String) -> [String] {
        var all: [String] = []
        for name in names(tape, node, key) {
            for author in Byline.split(name)
            where !all.contains(where: { $0.lowercased() == author.lowercased() }) {
                all.append(author)
            }
        }
        let people = all.filter { !Byline.isOrganization($0) }
        return Array((people.isEmpty ? all : people).prefix(50))
    }

    /// Names under a key: strings, objects with a name, references to objects elsewhere, lists of all these.
    private static func names(_ tape: JSONTape, _ node: Int, _ key: String) -> [String] {
        guard let value = tape.child(node, key) else { return [] }
        var names: [String] = []
        for element in tape.elements(value).prefix(50) {
            if let text = tape.text(element) {
                names.append(string(text))
            } else if let name = tape.child(element, "name")
                ?? reference(tape, element).flatMap({ tape.child($0, "name") })
            {
                names += tape.elements(name).prefix(50).compactMap { tape.text($0).map(string) }
            }
        }
        return names.filter { !$0.isEmpty }
    }

    private static func string(_ bytes: [UInt8]) -> String {
        String(decoding: MarkupText.plain(bytes), as: UTF8.self)
    }

    /// The object with the same `@id` that has a name.
    private static func reference(_ tape: JSONTape, _ node: Int) -> Int? {
        guard let id = tape.child(node, "@id").flatMap(tape.text) else { return nil }
        return tape.nodes.indices.first { index in
            tape.nodes[index].value.count == id.count && tape.isKey(index, "@id") && tape.text(index) == id
                && tape.nodes[index].parent >= 0 && tape.child(tape.nodes[index].parent, "name") != nil
        }.map { tape.nodes[$0].parent }
    }

    /// The name of the site where no article states its publisher.
    private static func publication(_ tape: JSONTape, _ isMain: [Bool]) -> String? {
        for wanted in ["WebSite", "NewsMediaOrganization", "Organization"] {
            for index in tape.nodes.indices where isMain[index] && tape.nodes[index].kind == .object {
                guard let type = tape.child(index, "@type"),
                    let name = tape.child(index, "name").flatMap(tape.text),
                    tape.elements(type).contains(where: { tape.text($0)?.elementsEqual(wanted.utf8) == true }
                    ), !name.isEmpty
                else { continue }
                return string(name)
            }
        }
        return nil
    }
}
