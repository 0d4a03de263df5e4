internal import IndexAnalysis
package import IndexStorage

/// Joins neighbouring segments into one, without their deleted documents.
///
/// The same segments, deletes and settings give the same bytes. Documents keep their order, so ties between equal
/// scores do not change.
package struct SegmentMerger {
    /// A segment to be joined, and which of its documents are deleted.
    package struct Input: Sendable {
        package var segment: Segment
        package var deletes: DeleteSet?

        package init(segment: Segment, deletes: DeleteSet?) {
            self.segment = segment
            self.deletes = deletes
        }
    }

    private let inputs: [Input]
    /// For each input the new number of each document, `.max` for a deleted one.
    private let numbers: [[UInt32]]
    package let documentCount: Int

    package init(_ inputs: [Input]) {
        var next: UInt32 = 0
        var numbers: [[UInt32]] = []
        for input in inputs {
            numbers.append(
                (0..<UInt32(input.segment.documentCount)).map { document in
                    if input.deletes?.contains(document) == true { return .max }
                    defer { next += 1 }
                    return next
                })
        }
        self.inputs = inputs
        self.numbers = numbers
        documentCount = Int(next)
    }

    /// Writes the joined core file; damage in an input is an error, never passed on.
    ///
    /// - Returns: its name.
    package func writeCore(
        _ settings: SegmentSettings, to store: CommitStore
    ) throws(StorageError) -> String {
        for input in inputs { try input.segment.verifyAll() }
        var columns = DocumentColumns()
        for (input, numbers) in zip(inputs, numbers) {
            let (identifiers, dates) = (try input.segment.identifiers(), try input.segment.dates())
            try input.segment.stored().forEachRecord { document, record throws(StorageError) in
                guard numbers[Int(document)] != .max else { return }
                columns.append(
                    identifier: try identifiers.identifier(of: document), date: dates[document],
                    record: Array(record))
            }
        }
        var fields: [FieldParts] = []
        for field in settings.fieldNames.indices { fields.append(try mergeField(field, settings)) }
        for input in inputs { try input.segment.checkUndamaged() }
        return try columns.write(fields, settings, to: store)
    }

    /// Writes the joined layer of a facet; `layers` go with the inputs, and are of one plugin and table.
    ///
    /// - Returns: its name.
    package func writeLayer(
        _ layers: [FacetLayer], coreName: String, to store: CommitStore
    ) throws(StorageError) -> String {
        precondition(
            layers.count == inputs.count && !layers.isEmpty,
            "\(layers.count) layers of \(inputs.count) segments")
        var identifiers: [[[UInt8]]] = []
        for layer in layers {
            guard layer.meta.isOfSamePlugin(as: layers[0].meta) else {
                throw .corrupt(file: layer.name, reason: "it is not of the plugin of \(layers[0].name)")
            }
            try layer.verifyAll()
            identifiers.append(try layer.valueIdentifiers())
        }
        let values = Set(identifiers.joined()).sorted { $0.lexicographicallyPrecedes($1) }
        let rank = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, UInt32($0)) })
        let meta = layers[0].meta
        var builder = FacetLayerBuilder(
            values: values, facet: meta.facet, pluginVersion: meta.pluginVersion,
            fingerprint: meta.fingerprint, rules: meta.rules)
        for (index, layer) in layers.enumerated() {
            let incomplete = Set(layer.meta.incompleteDocuments)
            for document in 0..<UInt32(numbers[index].count) where numbers[index][Int(document)] != .max {
                if incomplete.contains(document) {
                    builder.appendIncomplete()
                    continue
                }
                var mentions = try layer.mentions(of: document)
                for place in mentions.indices {
                    mentions[place].value = rank[identifiers[index][Int(mentions[place].value)]] ?? 0
                }
                builder.append(mentions)
            }
            try layer.checkUndamaged()
        }
        return try builder.write(coreName: coreName, to: store)
    }

    private func mergeField(_ field: Int, _ settings: SegmentSettings) throws(StorageError) -> FieldParts {
        var writer = FieldWriter()
        for (input, numbers) in zip(inputs, numbers) {
            let norms = try input.segment.fields[field].norms()
            for (document, number) in numbers.enumerated() where number != .max {
                writer.appendDocument(norm: norms[document])
            }
        }
        var copier = PostingsCopier()
        try mergeSurfaces(field, &writer, &copier)
        guard let stemmer = settings.analyzer.makeStemmer() else { return writer.finish() }
        for stemClass in writer.addStemAliases(stemmer) {
            for (input, numbers) in zip(inputs, numbers) {
                let reader = input.segment.fields[field]
                guard let entry = try reader.entry(ofStemClass: stemClass.term, stemmer: stemmer) else {
                    continue
                }
                try copier.copy(entry, of: reader, numbers: numbers, to: &writer)
            }
            // Fails for a damaged input, and for one whose stems another version of the stemmer made.
            guard writer.isComplete(stemClass) else {
                let names = inputs.map(\.segment.name).joined(separator: ", ")
                let stem = TermForm(stemClass.term).displayText
                throw .corrupt(file: names, reason: "the lists of \(stem) and its forms disagree")
            }
            writer.finishStem(stemClass.term)
        }
        return writer.finish()
    }

    /// Copies the lists of all surface forms, in order of the terms.
    private func mergeSurfaces(
        _ field: Int, _ writer: inout FieldWriter, _ copier: inout PostingsCopier
    ) throws(StorageError) {
        var cursors: [TermTable.Cursor?] = []
        for input in inputs {
            var cursor = try input.segment.fields[field].terms().cursor()
            cursors.append(try cursor.nextSurface() ? cursor : nil)
        }
        while let term = leastTerm(cursors) {
            for index in cursors.indices {
                guard var cursor = cursors[index], cursor.term == term else { continue }
                try copier.copy(
                    cursor.entry, of: inputs[index].segment.fields[field], numbers: numbers[index],
                    to: &writer)
                cursors[index] = try cursor.nextSurface() ? cursor : nil
            }
            if writer.hasPostings { writer.finishTerm(term) }
        }
    }

    private func leastTerm(_ cursors: [TermTable.Cursor?]) -> [UInt8]? {
        var least: [UInt8]?
        for case let cursor? in cursors {
            if let found = least, !cursor.term.lexicographicallyPrecedes(found) { continue }
            least = cursor.term
        }
        return least
    }
}

/// Copies posting lists with new document numbers, reusing its buffers.
private struct PostingsCopier {
    private var block = PostingBlock()
    private var positions: [UInt32] = []

    mutating func copy(
        _ entry: TermEntry, of field: FieldReader, numbers: [UInt32], to writer: inout FieldWriter
    ) throws(StorageError) {
        let (postings, chunks) = (try field.postings(entry), try field.positions(entry))
        for index in 0..<postings.list.blockCount {
            try postings.decode(block: index, into: &block)
            try chunks.decode(
                block: index, frequencies: block.frequencies[..<block.count], into: &positions)
            var start = 0
            for posting in 0..<block.count {
                let end = start + Int(block.frequencies[posting])
                let number = numbers[Int(block.documents[posting])]
                if number != .max {
                    writer.appendPosting(document: number, positions: positions[start..<end])
                }
                start = end
            }
        }
    }
}
