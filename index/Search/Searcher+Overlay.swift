internal import IndexAnalysis
internal import IndexCore
package import IndexStorage

// What a reader of one document is told where an overlay changes what the index says.
extension Searcher {
    /// Whether an overlay changes something about a facet.
    package func isOverlaid(facet: Int) -> Bool { plans[facet].map { !$0.isEmpty } ?? false }

    /// What readers are shown of a value, where an overlay says so.
    package func overlaidLabel(of id: String, facet: Int) -> String? { plans[facet]?.labels[Array(id.utf8)] }

    /// What a value of a layer is shown as; nil for one that is not shown.
    package func shown(_ id: String, facet: Int) throws(StorageError) -> String? {
        try values(ofFacet: facet).shown(Array(id.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// What words that name a value of a layer are shown to name; nil for nothing.
    ///
    /// - Parameter rule: the name of the one that found them.
    package func shown(
        _ id: String, facet: Int, words: String, rule: String
    ) throws(StorageError) -> String? {
        let key = Array(id.utf8)
        let folded = words.isEmpty || plans[facet]?.selections[key] == nil ? [] : folded(words)
        for selection in plans[facet]?.selections[key] ?? [] {
            let isSelected =
                switch selection.mentions {
                case .form(let form): form == folded
                case .rule(let name): name == rule
                }
            guard isSelected else { continue }
            guard let target = selection.target else { return nil }
            return try shown(String(decoding: target, as: UTF8.self), facet: facet)
        }
        return try shown(id, facet: facet)
    }

    /// The facet whose layers hold the mentions of a facet or of a view of it, and the sense of those that it keeps.
    package func mentionSource(ofFacet facet: Int) -> (facet: Int, sense: UInt8?) {
        let view = view(facet)
        return (view.base ?? facet, view.sense)
    }

    /// The values of layers of which some mentions are shown to name a value.
    package func layerValues(naming id: [UInt8], facet: Int) throws(StorageError) -> Set<[UInt8]> {
        Set(try values(ofFacet: facet).pieces(of: id).map(\.id))
    }

    /// Whether a document has a shown value.
    package func has(_ id: String, facet: Int, part: Int, document: UInt32) throws -> Bool {
        let compiler = QueryCompiler(self, model: RankingModel(), ranks: false, language: nil)
        let postings: TermPostings
        switch try compiler.facetClause(facet, Array(id.utf8)).lists[part] {
        case .empty: return false
        case .layer(let entry): postings = try snapshot.parts[part].layers[facet].postings(entry)
        case .memory(let made): postings = made
        }
        return try SearchMemory.lend { memory throws(StorageError) in
            let cursor = TermCursor(postings, in: memory)
            cursor.enter(document)
            let isHeld = cursor.locate(document) != nil
            if cursor.isDamaged { throw postings.damaged }
            return isHeld
        }
    }

    /// Folded words that give the documents that hold them a value.
    package func addedWords(facet: Int) -> [(id: String, words: [[UInt8]])] {
        (plans[facet]?.addedWords ?? [:]).flatMap { id, words in
            words.map { (String(decoding: id, as: UTF8.self), $0) }
        }
    }

    /// Values that a document is given, and those that are taken from it, by its identifier.
    package func documentValues(_ identifier: String, facet: Int) -> (added: [String], rejected: [String]) {
        func values(_ documents: [[UInt8]: [String]]?) -> [String] {
            (documents ?? [:]).filter { $0.value.contains(identifier) }.map {
                String(decoding: $0.key, as: UTF8.self)
            }
        }
        return (values(plans[facet]?.addedDocuments), values(plans[facet]?.rejectedDocuments))
    }

    private func folded(_ words: String) -> [[UInt8]] {
        let bytes = Array(words.utf8)
        var tokens = TokenBuffer()
        tokenizer.appendTokens(of: bytes, in: 0..<bytes.count, to: &tokens)
        return (0..<tokens.count).map { Array(tokens.foldedBytes(at: $0)) }
    }
}
