internal import IndexCore
public import PluginAPI

/// Finds the facets of documents without an index, as one would hold them: to try a plugin, or to score it.
public struct FacetReader: Sendable {
    private let finder: FacetFinder
    private let tokenizer: DocumentTokenizer
    private let fieldNames: [String]

    /// - Throws: `DossierError` for a schema that cannot be.
    public init(_ plugins: PluginSet, schema: Schema = .articles) throws(DossierError) {
        let settings = try DossierError.wrapping(path: "schema") { try schema.settings() }
        finder = FacetFinder(plugins: plugins.facets, fieldOfZone: schema.fieldOfZone)
        tokenizer = DocumentTokenizer(settings.analyzer)
        fieldNames = settings.fieldNames
    }

    /// For each document the values of all facets, facets in order, and what plugins said of documents they cannot read.
    ///
    /// - Complexity: as indexing; faster for many documents at once.
    public func read(_ documents: [Document]) -> (evidence: [[FacetEvidence]], problems: [SourceProblem]) {
        var problems: [SourceProblem] = []
        let tokenized = documents.map { tokenizer.tokenize($0) }
        let found = finder.mentions(in: tokenized, problems: &problems)
        let evidence = tokenized.indices.map { index in
            finder.plugins.indices.flatMap { plugin in
                self.evidence(finder.plugins[plugin], found[plugin][index], in: tokenized[index].document)
            }
        }
        return (evidence, problems)
    }

    private func evidence(
        _ plugin: any FacetPlugin, _ found: FoundMentions?, in document: Document
    ) -> [FacetEvidence] {
        guard let found else { return [] }
        let (values, rules) = (plugin.values, plugin.rules)
        let discovered = found.discovered.map { String(decoding: $0, as: UTF8.self) }
        let labels = Dictionary(values.map { ($0.id, $0.label) }) { first, _ in first }
        let maker = EvidenceMaker(
            facet: plugin.manifest.name, ids: values.map(\.id) + discovered, label: { labels[$0] ?? $0 },
            rules: rules, fieldNames: fieldNames)
        return maker.evidence(found.mentions, in: document) ?? []
    }
}
