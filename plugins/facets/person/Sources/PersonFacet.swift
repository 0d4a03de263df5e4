internal import Gazetteer
public import PluginAPI

/// The `person` facet: people of public life from a dated table, and others found by rule.
///
/// - *office and name*: an office or a title beside a name: *ambassador to Japan, Nam Gwan-pyo*; *President Nasser*;
/// - *people and name*: a people before a given name: *the Frenchman Jean Monnet*;
/// - *surname*: the surname alone of somebody whom the article names in full.
///
/// The id of a person is the name after the country, as far as that is told: `KR/Nam Gwan-pyo`.
public struct PersonFacet: FacetPlugin {
    public let manifest: PluginManifest
    public let fingerprint: UInt64
    public let values: [FacetValue]
    public let rules: [String]
    public let basis = ["country", "organization"]
    public let parts: [any FacetPlugin]
    /// Words that begin with a capital and are part of no name, folded.
    let notNames: Set<String>

    /// Numbers of the rules behind those of the table.
    enum Rule: Int, CaseIterable {
        case office, people, surname

        var name: String {
            switch self {
            case .office: "office and name"
            case .people: "people and name"
            case .surname: "surname of a name in the article"
            }
        }
    }

    /// Raised when the same tables may find something else.
    private static let version = 1

    /// - Parameter files: bytes by name: those of a table, and `offices.tsv` with the columns `form`, `weight` and `kind`.
    ///   Of the lists, `given` holds given names and `not-name` words that are part of none.
    /// - Throws: `GazetteerError` with all that is wrong.
    init(files: [String: [UInt8]]) throws(GazetteerError) {
        let table = try GazetteerPlugin(files: files)
        let lists = NameLists(files)
        let offices = try lists.officeTable()
        let given = try lists.givenTable()
        manifest = table.manifest
        values = table.values
        rules = table.rules + Rule.allCases.map(\.name)
        parts = [table, offices, given]
        notNames = lists.notNames
        var hash = StableHash()
        hash.append("\(Self.version)".utf8)
        for word in lists.notNames.sorted() { hash.append("\(word) ".utf8) }
        fingerprint = hash.value
    }

    public func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions] {
        let surroundings = basis.prefix(self.basis.count)
        let own = basis.suffix(parts.count).map(\.documents)
        guard own.count == parts.count, own.allSatisfy({ $0.count == documents.count }) else {
            return documents.map { _ in DocumentMentions() }
        }
        return documents.indices.map { index in
            var finder = PersonFinder(
                self, documents[index], listed: own[0][index].mentions, offices: own[1][index].mentions,
                given: own[2][index].mentions)
            for facet in surroundings where !facet.documents.isEmpty {
                for mention in facet.documents[index].mentions {
                    let isCountry = facet.facet == "country"
                    finder.append(
                        mention, country: isCountry ? facet.id(of: mention, in: index) : nil,
                        isPeople: isCountry && facet.rules[Int(mention.rule)] == "demonym")
                }
            }
            return finder.find()
        }
    }
}
