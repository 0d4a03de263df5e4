public import PluginAPI

/// A facet made of a table of names.
///
/// The leftmost form wins, and of the forms that begin at one token the longest whose conditions hold.
/// A form never crosses the end of a zone, nor a comma, a bracket or the end of a sentence.
public struct GazetteerPlugin: FacetPlugin {
    public let manifest: PluginManifest
    public let fingerprint: UInt64
    public let values: [FacetValue]
    public let rules: [String]

    let forms: [Form]
    let vocabulary: Vocabulary
    let trie: Trie
    let asksDocument: Bool

    /// Reads a table.
    ///
    /// - Parameter table: UTF-8, one form a line:
    ///   `id<TAB>label<TAB>form<TAB>kind<TAB>case<TAB>conditions`.
    /// - Throws: `GazetteerError` with the line that cannot be used.
    public init(manifest: PluginManifest, table: [UInt8]) throws(GazetteerError) {
        let read = try Table(table)
        self.manifest = manifest
        var hash = StableHash()
        hash.append(table)
        hash.append(manifest.name.utf8)
        hash.append(0)
        hash.append(String(manifest.version).utf8)
        self.fingerprint = hash.value
        self.values = read.values
        self.rules = read.rules
        self.forms = read.forms
        self.vocabulary = read.vocabulary
        self.trie = Trie(read)
        self.asksDocument = read.forms.contains { $0.conditions.asksDocument }
    }

    /// - Complexity: O(tokens) table look-ups, times the length of the longest form.
    public func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions] {
        documents.map { DocumentMentions(Matcher(plugin: self, document: $0).mentions()) }
    }
}
