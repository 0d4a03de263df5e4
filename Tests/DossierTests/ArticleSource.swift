import Gazetteer
import PluginAPI
import StandardPlugins

/// Articles in memory, listed and read as if they lay in a folder.
struct ArticleSource: SourceAdapter {
    struct Article: Equatable {
        var text: String
        var date: String?
        var publisher: String?
        /// Further values of the facet `publisher` that the source states.
        var publishers: [String] = []
        /// Values of the facet `tag` that the source states.
        var tags: [String] = []
        /// Stands for the time of its last change.
        var version: Int64 = 1
    }

    /// By identifier.
    var articles: [String: Article] = [:]
    let rootName = "news"
    let rootPath = "/news"

    /// Adds an article, or gives it another text.
    mutating func write(_ identifier: String, _ text: String, date: String? = nil, tags: [String] = []) {
        let version = (articles[identifier]?.version ?? 0) + 1
        articles[identifier] = Article(text: text, date: date, tags: tags, version: version)
    }

    func walk() throws(SourceError) -> SourceListing {
        let sorted = articles.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return SourceListing(
            entries: sorted.map { identifier, article in
                SourceEntry(
                    identifier: identifier, displayPath: identifier, filePath: identifier,
                    byteCount: article.text.utf8.count, modifiedNanoseconds: article.version)
            }, isComplete: true)
    }

    func read(_ entry: SourceEntry) throws(SourceError) -> FormatInput {
        guard let article = articles[entry.identifier] else {
            throw SourceError(path: entry.displayPath, reason: "is gone")
        }
        var known = KnownMetadata()
        known.publisher = article.publisher
        known.published = article.date.flatMap { CalendarDate(iso8601: $0) }
        if !article.tags.isEmpty { known.statedValues["tag"] = article.tags }
        if !article.publishers.isEmpty { known.statedValues["publisher"] = article.publishers }
        return FormatInput(
            bytes: Array(article.text.utf8), identifier: entry.identifier, fileName: "article.txt",
            known: known)
    }
}

/// Text articles with one small facet of places.
enum SmallPlugins {
    static let table = [
        "id\tlabel\tform\tkind\tcase\tconditions",
        "KR\tSouth Korea\tSeoul\tcapital\tcaps\t", "JP\tJapan\tTokyo\tcapital\tcaps\t",
        "TR\tTurkey\tAnkara\tcapital\tcaps\t",
    ]

    /// Read once: the tables of the other plugins take longer than most tests.
    private static let formats = Result { try standardPlugins().formats }

    /// - Parameter rows: further lines of the table.
    static func make(rows: [String] = []) throws -> PluginSet {
        let manifest = PluginManifest(name: "place", kind: .facet, version: 1, summary: "", isActor: true)
        let table = (table + rows).map { $0 + "\n" }.joined()
        return PluginSet(
            formats: try formats.get(),
            facets: [try GazetteerPlugin(manifest: manifest, table: Array(table.utf8))])
    }
}
