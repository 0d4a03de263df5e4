internal import IndexAnalysis
package import IndexStorage

/// Joins neighbouring segments into one, without their deleted documents.
///
/// The same segments, deletes, settings and order give the same bytes. Documents keep their order unless another is
/// given; then ties between equal scores may change places, and nothing else that can be asked for.
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

    /// Where a document comes from.
    struct Origin {
        var input: UInt32
        var document: UInt32
    }

    let inputs: [Input]
    /// For each input the new number of each document, `.max` for a deleted one.
    private(set) var numbers: [[UInt32]] = []
    /// For each input the new number of its first document, where all others follow it.
    private(set) var firstNumbers: [UInt32?] = []
    /// For each new document the one it was.
    private(set) var origins: [Origin] = []
    /// Whether documents have another order than in the inputs.
    private(set) var isReordered = false
    /// Memory for what reordering must hold beside what is written.
    private(set) var memoryBudgetBytes = 0

    package init(_ inputs: [Input]) {
        self.inputs = inputs
        for (index, input) in inputs.enumerated() {
            var numbers = [UInt32](repeating: .max, count: input.segment.documentCount)
            for document in numbers.indices where input.deletes?.contains(UInt32(document)) != true {
                numbers[document] = UInt32(origins.count)
                origins.append(Origin(input: UInt32(index), document: UInt32(document)))
            }
            self.numbers.append(numbers)
            firstNumbers.append(input.deletes == nil ? numbers.first : nil)
        }
    }

    package var documentCount: Int { origins.count }

    /// The new numbers of an input's documents.
    func renumbering(_ input: Int) -> PendingPostings.Renumbering {
        if let first = firstNumbers[input] { return .following(first) }
        return .listed(numbers[input])
    }

    /// Gives documents another order.
    ///
    /// - Parameters:
    ///   - order: every number of a document as it is now, in the order they shall have.
    ///   - memoryBudgetBytes: for what is held beside what is written, about: the records and the occurrences of one
    ///     term that are being brought into order. With less of it, they are read more often.
    package mutating func reorder(_ order: [UInt32], memoryBudgetBytes: Int) {
        precondition(order.count == origins.count, "\(order.count) of \(origins.count) documents")
        let old = origins
        var isPlaced = [Bool](repeating: false, count: old.count)
        for (number, document) in order.enumerated() {
            let origin = old[Int(document)]
            precondition(!isPlaced[Int(document)], "document \(document) has two places")
            isPlaced[Int(document)] = true
            origins[number] = origin
            numbers[Int(origin.input)][Int(origin.document)] = UInt32(number)
        }
        firstNumbers = firstNumbers.map { _ in nil }
        isReordered = true
        self.memoryBudgetBytes = memoryBudgetBytes
    }

    /// Writes the joined core file; damage in an input is an error, never passed on.
    ///
    /// - Returns: its name.
    package func writeCore(
        _ settings: SegmentSettings, to store: CommitStore
    ) throws(StorageError) -> String {
        let analyzer = settings.analyzer.stableDescription
        for input in inputs {
            guard input.segment.analyzer == analyzer else {
                throw .otherVersion(file: input.segment.name, found: input.segment.analyzer, ours: analyzer)
            }
            try input.segment.verifyAll()
        }
        let columns = try isReordered ? reorderedColumns() : columnsInOrder()
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
        if !layers[0].meta.hasMentions {
            return try writeStatedLayer(layers, identifiers, coreName: coreName, to: store)
        }
        let values = Set(identifiers.joined()).sorted { $0.lexicographicallyPrecedes($1) }
        let rank = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, UInt32($0)) })
        let meta = layers[0].meta
        var builder = FacetLayerBuilder(
            values: values, facet: meta.facet, pluginVersion: meta.pluginVersion,
            fingerprint: meta.fingerprint, rules: meta.rules)
        // The builder keeps all of them as well.
        var mentions = [[FacetMention]?](repeating: [], count: documentCount)
        for (index, layer) in layers.enumerated() {
            let incomplete = Set(layer.meta.incompleteDocuments)
            let ranks = identifiers[index].map { rank[$0] ?? 0 }
            try layer.forEachMentions { document, found throws(StorageError) in
                let number = numbers[index][Int(document)]
                if number == .max { return }
                if incomplete.contains(document) {
                    mentions[Int(number)] = nil
                } else if !found.isEmpty {
                    var found = found
                    for place in found.indices { found[place].value = ranks[Int(found[place].value)] }
                    mentions[Int(number)] = found
                }
            }
        }
        for found in mentions {
            if let found { builder.append(found) } else { builder.appendIncomplete() }
        }
        for layer in layers { try layer.checkUndamaged() }
        return try builder.write(coreName: coreName, to: store)
    }

    /// - Parameter identifiers: for each layer the ids of its values, by ordinal.
    private func writeStatedLayer(
        _ layers: [FacetLayer], _ identifiers: [[[UInt8]]], coreName: String, to store: CommitStore
    ) throws(StorageError) -> String {
        var builder = StatedLayerBuilder(
            facet: layers[0].meta.facet, pluginVersion: layers[0].meta.pluginVersion,
            fingerprint: layers[0].meta.fingerprint)
        var (columns, values) = ([OrdinalColumn](), [[UInt32]]())
        for (layer, identifiers) in zip(layers, identifiers) {
            columns.append(try layer.ordinals())
            values.append(identifiers.map { builder.number(of: $0) })
        }
        for origin in origins {
            let input = Int(origin.input)
            builder.append(try columns[input].ordinals(of: origin.document).map { values[input][$0] })
        }
        for layer in layers { try layer.checkUndamaged() }
        return try builder.write(coreName: coreName, to: store)
    }

    /// For each input its signatures; nothing unless all have them.
    func signatures() throws(StorageError) -> [(column: SignatureColumn, rows: SketchRows)] {
        var found: [(SignatureColumn, SketchRows)] = []
        for input in inputs {
            guard let column = try input.segment.signatures() else { return [] }
            found.append((column, try column.rows()))
        }
        return found
    }

    private func columnsInOrder() throws(StorageError) -> DocumentColumns {
        var columns = DocumentColumns()
        let signatures = try signatures()
        for (index, (input, numbers)) in zip(inputs, numbers).enumerated() {
            let dates = try input.segment.dates()
            var identifiers = try input.segment.identifiers().cursor()
            for document in 0..<UInt32(numbers.count) {
                try identifiers.advance()
                if numbers[Int(document)] == .max { continue }
                columns.append(identifier: identifiers.identifier, date: dates[document])
                if !signatures.isEmpty {
                    columns.signatures.append(
                        signatures[index].column, signatures[index].rows, document: document)
                }
            }
            try columns.stored.append(try input.segment.stored(), numbers: numbers)
        }
        return columns
    }

    private func mergeField(_ field: Int, _ settings: SegmentSettings) throws(StorageError) -> FieldParts {
        let merger = try FieldMerger(self, inputs.map { $0.segment.fields[field] })
        return try merger.parts(settings)
    }
}
