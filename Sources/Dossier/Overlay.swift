internal import IndexAnalysis
internal import IndexCore
internal import IndexSearch
internal import IndexStorage

/// Where the changes stand that editors make about the values of facets: a file of lines, applied when an index is opened,
/// without indexing anew.
///
/// Columns between tabs; lines that begin with `#` are remarks:
/// ```
/// merge   facet:id   facet:id                           the first is shown as the second
/// split   facet:id   form   words   facet:id            mentions that are these words name another value
/// split   facet:id   rule   name    facet:id            mentions that a rule found do
/// reject  facet:id                                      no document has it
/// reject  facet:id   form or rule   words or name       mentions like that name nothing
/// reject  facet:id   document       identifier          this document does not have it
/// add     facet:id   words          words               documents that hold these words side by side have it
/// add     facet:id   document       identifier          this document has it
/// label   facet:id   text                               what readers are shown
/// alias   facet:id   text                               one more name to ask for it by
/// ```
/// Words are compared without case and accents. A value that is new needs a label. Mentions go with the first line that fits
/// them; merges come after everything else, and chain.
///
/// Views follow: `government:` and `place:` by the sense of mentions, which added words and documents have none of. `about:`
/// goes by salience, which only indexing weighs: a document whose words that name a value were changed is about it where
/// they do so in the title or lead, or twice, and, if it only lost some, if it was before. One that is given a value is about
/// it.
public enum Overlay: Sendable, Equatable {
    /// `overlay.tsv` in the folder of the index, if there is one.
    case standard
    case file(String)
    case none

    /// The name of the standard one.
    public static let fileName = "overlay.tsv"

    /// What it says; nil for none.
    func read(ofIndex path: String, _ analyzer: Analyzer) throws -> ReadOverlay? {
        switch self {
        case .none: return nil
        case .standard:
            guard try DirectoryFileSystem(path: path).exists(Self.fileName) else { return nil }
            return try ReadOverlay((path.hasSuffix("/") ? path : path + "/") + Self.fileName, analyzer)
        case .file(let file): return try ReadOverlay(file, analyzer)
        }
    }
}

/// The lines of an overlay's file.
struct ReadOverlay: Sendable {
    let path: String
    private let overlay: FacetOverlay
    /// What is wrong with lines whatever the index is.
    private var problems: [FacetOverlay.Problem] = []
    /// Of its text.
    let hash: String

    init(_ path: String, _ analyzer: Analyzer) throws(DossierError) {
        self.path = path
        do throws(StorageError) {
            let file = try MappedFile(path: path)
            let text = file.allBytes.array()
            try file.checkUndamaged()
            hash = ContentHash(of: text).description
            overlay = FacetOverlay(text, analyzer.makeTokenizer(), problems: &problems)
        } catch {
            throw DossierError(
                .overlay, "The overlay \(path) cannot be read.", path: path, cause: error.description)
        }
    }

    /// A searcher with what the lines change that can be applied, and what is wrong with the others.
    ///
    /// - Complexity: looks each line's values up in every segment.
    func searcher(
        _ snapshot: Snapshot, _ schema: Schema, _ analyzer: Analyzer
    ) throws(StorageError) -> (searcher: Searcher, problems: [OverlayProblem]) {
        var problems = problems
        let searcher = try Searcher(
            snapshot, schema, analyzer: analyzer, overlay: overlay, problems: &problems)
        let sorted = problems.sorted { ($0.line, $0.reason) < ($1.line, $1.reason) }
        return (
            searcher, sorted.map { OverlayProblem(line: $0.line, reason: $0.reason, isFatal: $0.isFatal) }
        )
    }

    /// A searcher with all that the lines change.
    ///
    /// - Throws: `DossierError.Code.overlay` for lines that cannot be applied.
    func soundSearcher(
        _ snapshot: Snapshot, _ schema: Schema, _ analyzer: Analyzer
    ) throws -> Searcher {
        let (searcher, problems) = try searcher(snapshot, schema, analyzer)
        if let error = DossierError(problems, ofOverlay: path) { throw error }
        return searcher
    }
}

/// What is wrong with a line of an overlay.
public struct OverlayProblem: Sendable, Equatable {
    /// From 1.
    public let line: Int
    public let reason: String
    /// Whether the overlay cannot be applied; otherwise the line changes nothing, as one of a document that is not there.
    public let isFatal: Bool
}

extension DossierError {
    /// All that keeps an overlay from being applied; nil for nothing.
    fileprivate init?(_ problems: [OverlayProblem], ofOverlay path: String) {
        let fatal = problems.filter(\.isFatal)
        if fatal.isEmpty { return nil }
        let lines = fatal.map { "\n\(path):\($0.line): \($0.reason)" }.joined()
        self.init(.overlay, "The overlay cannot be applied:" + lines, path: path)
    }
}

extension SearchIndex {
    /// What is wrong with an overlay for this index, by line.
    ///
    /// - Parameter file: nil for the one of the index.
    /// - Throws: `DossierError.Code.overlay` where there is none.
    public func problems(ofOverlay file: String? = nil) throws(DossierError) -> [OverlayProblem] {
        try answering {
            let schema = try Schema(snapshot.record.schema)
            let analyzer = try schema.settings().analyzer
            let standard = (path.hasSuffix("/") ? path : path + "/") + Overlay.fileName
            return try ReadOverlay(file ?? standard, analyzer).searcher(snapshot, schema, analyzer).problems
        }
    }
}
