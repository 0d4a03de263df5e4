internal import Gazetteer
public import PluginAPI

/// The `person` facet: people of public life from a dated table, and others found by rule.
///
/// - *office and name*: a name beside an office or a title: *ambassador to Japan, Nam Gwan-pyo*; *President Nasser*;
/// - *surname*: the surname alone of somebody whom the article has named in full.
///
/// The id of a person is the name after the country, as far as that is told: `KR/Nam Gwan-pyo`.
public struct PersonFacet: FacetPlugin {
    public let manifest: PluginManifest
    public let fingerprint: UInt64
    public let values: [FacetValue]
    public let rules: [String]
    public let basis = ["country", "organization"]
    public let parts: [any FacetPlugin]
    let lists: NameLists
    /// For each value of the table of offices.
    let officeKinds: [NameLists.Office]
    /// For each rule whether the words are a full name, and whether the date alone tells whose they are.
    let isName: [Bool]
    let isDated: [Bool]
    private let countries: [String?]
    private let valueOfID: [String: UInt32]
    private let countriesOfNeighbours = NeighbourCountries()

    /// Rules behind those of the table.
    enum Rule: Int, CaseIterable {
        case office, surname

        var name: String {
            switch self {
            case .office: "office and name"
            case .surname: "surname of a name in the article"
            }
        }
    }

    var tableRuleCount: Int { rules.count - Rule.allCases.count }

    /// Raised when the same tables may find something else.
    private static let version = 3

    /// - Parameter files: bytes by name: those of a table, and `offices.tsv` with the columns `form` and `kind`.
    ///   Of the lists, `given` holds given names, and `not-name` and `thing` words that are part of none.
    /// - Throws: `GazetteerError` with all that is wrong.
    init(files: [String: [UInt8]]) throws(GazetteerError) {
        let table = try GazetteerPlugin(files: files)
        lists = NameLists(files)
        let offices = try lists.officeTable()
        manifest = table.manifest
        values = table.values
        rules = table.rules + Rule.allCases.map(\.name)
        isName = rules.map { $0.hasPrefix("name") }
        isDated = rules.map { $0.hasSuffix(" by date") }
        parts = [table, offices]
        officeKinds = offices.values.map { NameLists.Office(rawValue: $0.id) ?? .address }
        countries = values.map { value in value.id.firstIndex(of: "/").map { String(value.id[..<$0]) } }
        let ids = values.indices.map { (table.values[$0].id, UInt32($0)) }
        valueOfID = Dictionary(ids) { first, _ in first }
        var hash = StableHash()
        hash.append("\(Self.version) ".utf8)
        for words in [lists.given, lists.notNames, lists.things] {
            for word in words.sorted() { hash.append("\(word) ".utf8) }
        }
        fingerprint = hash.value
    }

    func value(of id: String) -> UInt32? { valueOfID[id] }

    /// The country that begins a listed person's id.
    func country(of mention: Mention) -> String? { countries[Int(mention.value)] }

    public func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions] {
        let own = basis.suffix(parts.count).map(\.documents)
        guard own.count == parts.count, own.allSatisfy({ $0.count == documents.count }) else {
            return documents.map { _ in DocumentMentions() }
        }
        let surroundings = basis.prefix(self.basis.count).filter {
            $0.documents.count == documents.count
        }
        let countries = countriesOfNeighbours.countries(of: surroundings)
        return documents.indices.map { index in
            let offices = own[1][index].mentions
            var listed = own[0][index].mentions
            if documents[index].document.published == nil { listed.removeAll { isDated[Int($0.rule)] } }
            if listed.isEmpty && offices.isEmpty { return DocumentMentions() }
            var finder = PersonFinder(self, documents[index], offices: offices)
            for (number, facet) in surroundings.enumerated() {
                let countries = countries[number]
                for mention in facet.documents[index].mentions {
                    let value = Int(mention.value)
                    finder.append(
                        neighbour: mention, country: value < countries.count ? countries[value] : nil)
                }
            }
            finder.append(listed: listed)
            return finder.find()
        }
    }
}
