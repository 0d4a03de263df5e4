import Foundation
import IndexAnalysis
import IndexCore
import IndexSearch
import PluginAPI
import PluginConformance
import SearchOracle
import SourceAdapters
import StandardPlugins
import TestSupport
import Testing

@testable import Dossier

/// An index and an oracle over the same documents.
struct OraclePair {
    let folder: TemporaryIndex
    let index: SearchIndex
    private(set) var oracle: SearchOracle
    /// Of both.
    var model: RankingModel {
        didSet { oracle.model = model }
    }
    /// Words of the documents, in order, for queries that find something.
    private(set) var words: [String] = []
    private let plugins: PluginSet

    /// - Parameters:
    ///   - later: what the sources become; what is no longer there is deleted.
    ///   - runByteCount: small enough for many segments.
    init(
        _ sources: [any SourceAdapter], later: [any SourceAdapter]? = nil, plugins: PluginSet? = nil,
        facetFields: [FacetField] = [], runByteCount: Int, model: RankingModel = RankingModel()
    ) throws {
        self.model = model
        oracle = SearchOracle(model: model)
        folder = try TemporaryIndex()
        self.plugins = try plugins ?? standardPlugins()
        var options = IndexOptions()
        options.runByteCount = runByteCount
        options.schema.facetFields = facetFields
        _ = try indexSources(sources, at: folder.path, plugins: self.plugins, options: options)
        if let later { _ = try indexSources(later, at: folder.path, plugins: self.plugins, options: options) }
        index = try SearchIndex(path: folder.path)
        let before = try append(sources, except: [])
        guard let later else { return }
        let after = try append(later, except: before)
        for identifier in before.subtracting(after) { oracle.delete(identifier) }
        // What a merge has dropped would count no more.
        let statistics = try index.statistics()
        try #require(statistics.deletedCount == before.subtracting(after).count)
    }

    /// - Returns: the identifiers of all, those left out too.
    private mutating func append(_ sources: [any SourceAdapter], except known: Set<String>) throws -> Set<
        String
    > {
        let inputs = try sources.flatMap { source in try source.walk().entries.map(source.read) }
        let notes = inputs.compactMap { plugins.format(for: $0)?.notes(on: $0) }
        let reading = plugins.knowing(FormatKnowledge(notes))
        for input in inputs where !known.contains(input.identifier) {
            let plugin = try #require(reading.format(for: input))
            let document = try plugin.read(input)
            var values = try facetValues(of: document, among: plugins.facets).mapValues(Set.init)
            for (name, stated) in input.known.statedValues { values[name] = Set(stated) }
            oracle.append(document, values: values, mentions: try mentions(of: document))
            words += String(decoding: document.text, as: UTF8.self)
                .split { !$0.isLetter }.map(String.init)
        }
        return Set(inputs.map(\.identifier))
    }

    /// Where each facet names its values.
    private func mentions(of document: Document) throws -> [SearchOracle.Mention] {
        try facetMentions(in: document, among: plugins.facets).flatMap { facet, found in
            found.map { id, mention in
                let first = Int(mention.firstToken)
                return SearchOracle.Mention(
                    facet: facet, value: id, tokens: first..<first + Int(mention.tokenCount))
            }
        }
    }

    /// What a text asks for.
    func query(_ text: String) throws -> Query {
        try QueryParser(facetNames: Set(index.facetNames)).parse(text).mappingDates(DateRange.days)
    }

    /// The engine's answer must be the oracle's in every part: hits, scores, total and facet counts; and a search that
    /// may skip documents must give the same hits.
    func check(_ query: Query, limit: Int, language: String? = nil) throws {
        let (expected, expectedCounts) = oracle.search(query, language: language)
        var options = SearchOptions()
        options.language = language
        options.limit = limit
        options.model = model
        let facets = index.searcher.snapshot.record.facets
        options.countedFacets = Array(facets.indices)
        let outcome = try index.searcher.search(query, options)
        #expect(try hits(outcome) == Array(expected.prefix(limit)), "\(query)")
        #expect(outcome.total == expected.count, "\(query)")
        // The oracle knows the facets of plugins; what documents state of themselves has tests of its own.
        let stated = DocumentFacet.allCases.map(\.rawValue)
        for (facet, entry) in facets.enumerated() where entry.aspect == nil && !stated.contains(entry.name) {
            let counts = Dictionary(
                uniqueKeysWithValues: outcome.facetCounts[facet].map { ($0.id, $0.count) })
            #expect(counts == expectedCounts[entry.name] ?? [:], "\(query)")
        }
        options.countedFacets = []
        options.countsTotal = false
        let pruned = try index.searcher.search(query, options)
        #expect(pruned.hits == outcome.hits, "\(query)")
        #expect(pruned.total <= expected.count, "\(query)")
        options.countsTotal = true
        let counted = try index.searcher.search(query, options)
        #expect(counted.hits == outcome.hits, "\(query)")
        #expect(counted.total == expected.count, "\(query)")
    }

    private func hits(_ outcome: SearchOutcome) throws -> [SearchOracle.Hit] {
        try outcome.hits.map {
            let document = try index.fetch(DocumentReference(number: $0.document))
            return SearchOracle.Hit(identifier: document.identifier, score: $0.score)
        }
    }
}
