public import PluginAPI
internal import PluginManifests

/// A facet made of a table of names; ``Table`` says what its files hold.
///
/// The leftmost form wins, and of the forms that begin at one token the longest whose conditions hold.
/// A form never crosses the end of a zone, nor a comma, a bracket or the end of a sentence that it does not have itself.
public struct GazetteerPlugin: JointFacetPlugin {
    public let manifest: PluginManifest
    public let fingerprint: UInt64
    public let values: [FacetValue]
    public let rules: [String]

    let table: Table
    /// Matches this table alone; built when first asked.
    private let alone: LazyReader

    /// The files of a plugin's folder that are read, `plugin.json` besides.
    public static let fileNames = [TableReader.tableName, TableReader.membersName, TableReader.listsName]
    /// Raised when the same table may find something else.
    static let version = 3

    /// Reads a table.
    ///
    /// - Parameter files: bytes by the names of `fileNames`; the table is required. Others are left alone.
    /// - Throws: `GazetteerError` with all that is wrong.
    public init(manifest: PluginManifest, files: [String: [UInt8]]) throws(GazetteerError) {
        let table = try Table(files: files)
        self.manifest = manifest
        self.table = table
        values = table.values
        let senses = SenseRules(kinds: table.kinds, metonyms: manifest.metonyms)
        rules = senses.rules
        fingerprint = GazetteerPlugin.fingerprint(manifest, files)
        alone = LazyReader([.init(table: table, senses: senses)])
    }

    /// Reads a plugin's folder.
    ///
    /// - Parameter files: bytes by name; `plugin.json` and the table are required.
    /// - Throws: `GazetteerError` with all that is wrong.
    public init(files: [String: [UInt8]]) throws(GazetteerError) {
        let name = "plugin.json"
        func errors(_ problems: [(line: Int, reason: String)]) -> GazetteerError {
            GazetteerError(problems: problems.map { .init(file: name, line: $0.line, reason: $0.reason) })
        }
        guard let json = files[name] else { throw errors([(0, "the plugin has no such file")]) }
        let manifest: PluginManifest
        do throws(ManifestError) {
            manifest = try ManifestFile(parsing: json).manifest
        } catch let error {
            throw errors(error.problems.map { ($0.line, $0.reason) })
        }
        guard manifest.kind == .facet else { throw errors([(0, "“kind” is not facet")]) }
        try self.init(manifest: manifest, files: files)
    }

    /// Reads a table without members and lists.
    public init(manifest: PluginManifest, table: [UInt8]) throws(GazetteerError) {
        try self.init(manifest: manifest, files: [TableReader.tableName: table])
    }

    /// - Complexity: O(tokens), and for each match what its conditions look at.
    public func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions] {
        alone.value.mentions(in: documents)[0]
    }

    public func joint(with others: [any JointFacetPlugin]) -> (any JointFacetReader)? {
        var parts = alone.parts
        for other in others {
            guard let gazetteer = other as? GazetteerPlugin else { return nil }
            parts += gazetteer.alone.parts
        }
        return LazyReader(parts)
    }

    private static func fingerprint(_ manifest: PluginManifest, _ files: [String: [UInt8]]) -> UInt64 {
        var hash = StableHash()
        for text in [manifest.name, "\(manifest.version)", "\(version)"] + manifest.metonyms {
            hash.append(text.utf8)
            hash.append(0)
        }
        var value = hash.value
        for name in fileNames { value = value.hashed(with: files[name] ?? []) }
        return manifest.metonyms.isEmpty ? value : value.hashed(with: Cues.bytes)
    }
}
