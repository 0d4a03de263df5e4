import PluginAPI
import SourceAdapters

/// A row of a manifest: a page, and what is known to be right about it.
struct LabelledPage: Sendable {
    /// The row's `id`, or its place in the manifest.
    var identifier: String
    /// The row's `html`, as it stands there.
    var path: String
    /// The article's text.
    var text: String?
    /// Segments of the article, and of the page around it.
    var with: [String]
    var without: [String]
    var title: String?
    /// Empty where nothing is known.
    var authors: [String]
    var published: CalendarDate?
}

/// A file of JSON lines, each a `LabelledPage`, and the pages it names.
struct Manifest: Sendable {
    private static let stated = ["gold_text", "with", "without"]

    let rows: [SourceEntry]
    /// Lines that are no rows.
    let problems: [SourceProblem]
    private let source: any SourceAdapter
    /// Where the paths of pages begin.
    private let folder: String

    init(path: String) throws(SourceError) {
        var mapping = FieldMapping()
        // Of a record's fields this is the one it must have: here the path of a page, which is read below.
        mapping.text = ["html"]
        source = JSONLinesSource(path: path, mapping: mapping).stating(Self.stated.map { FacetField($0) })
        let listing = try source.walk()
        rows = listing.entries
        problems = listing.problems
        folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    func page(_ row: SourceEntry) throws(SourceError) -> LabelledPage {
        let record = try source.read(row)
        func stated(_ field: String) -> [String] { record.known.statedValues[field] ?? [] }
        return LabelledPage(
            identifier: row.identifier, path: String(decoding: record.bytes, as: UTF8.self),
            text: stated("gold_text").first, with: stated("with"), without: stated("without"),
            title: record.known.title, authors: record.known.authors, published: record.known.published)
    }

    /// The bytes of a page, as if the manifest's folder were indexed.
    func input(_ page: LabelledPage) throws(SourceError) -> FormatInput {
        let source = FileSource(path: page.path.hasPrefix("/") ? page.path : folder + page.path)
        let listing = try source.walk()
        guard let entry = listing.entries.first else {
            throw SourceError(path: page.path, reason: "holds pages, and is none itself")
        }
        var input = try source.read(entry)
        input.identifier = page.path
        return input
    }
}
