internal import IndexAnalysis
internal import IndexCore
internal import PluginAPI

/// What an index holds of each document: its fields, and how text becomes terms.
public struct Schema: Sendable, Equatable {
    /// Names of the fields, in order.
    public let fieldNames: [String]
    /// Those that plain words search.
    public let defaultFieldNames: [String]
    /// The name of an analyzer: `english`, `standard`, `standard-fr` and so on, or `simple`.
    public let analyzerName: String

    /// Title and text, and what stands around an article aside.
    public static let articles = Schema(analyzerName: "english")

    /// The fields of articles with another analyzer.
    ///
    /// - Throws: `DossierError` for an unknown analyzer.
    public init(analyzer name: String) throws(DossierError) {
        guard Analyzer.named(name) != nil else {
            throw DossierError(
                .badRequest,
                "There is no analyzer ‘\(name)’; take english, standard, simple, or standard- with a language."
            )
        }
        self.init(analyzerName: name)
    }

    private init(analyzerName: String) {
        fieldNames = ["title", "body", "aside"]
        defaultFieldNames = ["title", "body"]
        self.analyzerName = analyzerName
    }

    /// The field that a zone's tokens belong to.
    static func field(of zone: ZoneKind) -> Int {
        switch zone {
        case .title: 0
        case .lead, .body, .caption: 1
        case .byline, .biography, .notice, .boilerplate: 2
        }
    }

    /// Positions left free between two zones of a field, so that no phrase reaches from one into the next.
    static let zoneGap: UInt32 = 64

    func settings() throws(DossierError) -> SegmentSettings {
        guard let analyzer = Analyzer.named(analyzerName) else {
            throw DossierError(
                .damaged, "The index was made with the analyzer ‘\(analyzerName)’, which this program lacks.")
        }
        return SegmentSettings(fieldNames: fieldNames, analyzer: analyzer)
    }
}
