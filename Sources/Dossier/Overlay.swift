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
public enum Overlay: Sendable, Equatable {
    /// `overlay.tsv` in the folder of the index, if there is one.
    case standard
    case file(String)
    case none

    /// The name of the standard one.
    public static let fileName = "overlay.tsv"

    /// The file, read; nil for none.
    func file(ofIndex path: String) throws -> (path: String, text: [UInt8])? {
        switch self {
        case .none: return nil
        case .standard:
            guard try DirectoryFileSystem(path: path).exists(Self.fileName) else { return nil }
            return try Self.read((path.hasSuffix("/") ? path : path + "/") + Self.fileName)
        case .file(let file): return try Self.read(file)
        }
    }

    static func read(_ path: String) throws -> (path: String, text: [UInt8]) {
        do throws(StorageError) {
            let file = try MappedFile(path: path)
            let text = file.allBytes.array()
            try file.checkUndamaged()
            return (path, text)
        } catch {
            throw DossierError(
                .overlay, "The overlay \(path) cannot be read.", path: path, cause: error.description)
        }
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
    init?(_ problems: [OverlayProblem], ofOverlay path: String) {
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
            let read = try Overlay.read(file ?? (path.hasSuffix("/") ? path : path + "/") + Overlay.fileName)
            return try Self.searcher(snapshot, schema, try schema.settings().analyzer, overlay: read).problems
        }
    }

    static func searcher(
        _ snapshot: Snapshot, _ schema: Schema, _ analyzer: Analyzer, overlay: (path: String, text: [UInt8])
    ) throws -> (searcher: Searcher, problems: [OverlayProblem]) {
        var problems: [FacetOverlay.Problem] = []
        let read = FacetOverlay(overlay.text, analyzer.makeTokenizer(), problems: &problems)
        let searcher = try Searcher(snapshot, schema, analyzer: analyzer, overlay: read, problems: &problems)
        let sorted = problems.sorted { ($0.line, $0.reason) < ($1.line, $1.reason) }
        return (
            searcher, sorted.map { OverlayProblem(line: $0.line, reason: $0.reason, isFatal: $0.isFatal) }
        )
    }
}
