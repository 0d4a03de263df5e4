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
            for document in 0..<UInt32(numbers.count) where numbers[Int(document)] != .max {
                columns.append(identifier: try identifiers.identifier(of: document), date: dates[document])
            }
            try columns.stored.append(try input.segment.stored(), numbers: numbers)
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
            let ranks = identifiers[index].map { rank[$0] ?? 0 }
            try layer.forEachMentions { document, found throws(StorageError) in
                if numbers[index][Int(document)] == .max { return }
                if incomplete.contains(document) { return builder.appendIncomplete() }
                var mentions = found
                for place in mentions.indices {
                    mentions[place].value = ranks[Int(mentions[place].value)]
                }
                builder.append(mentions)
            }
            try layer.checkUndamaged()
        }
        return try builder.write(coreName: coreName, to: store)
    }

    private func mergeField(_ field: Int, _ settings: SegmentSettings) throws(StorageError) -> FieldParts {
        let readers = inputs.map { $0.segment.fields[field] }
        var writer = FieldWriter(norms: try mergedNorms(readers))
        let sizes = readers.map(\.listByteCounts)
        writer.reserve(
            postings: sizes.reduce(0) { $0 + $1.postings }, positions: sizes.reduce(0) { $0 + $1.positions })
        if let stemmer = settings.analyzer.makeStemmer() {
            try mergeClasses(readers, stemmer, &writer)
        } else {
            try mergeSurfaces(readers, &writer)
        }
        return writer.finish()
    }

    private func mergedNorms(_ readers: [FieldReader]) throws(StorageError) -> [UInt8] {
        var merged: [UInt8] = []
        merged.reserveCapacity(documentCount)
        for (reader, numbers) in zip(readers, numbers) {
            let norms = try reader.norms()
            for (document, number) in numbers.enumerated() where number != .max {
                merged.append(norms[document])
            }
        }
        return merged
    }

    /// Calls `visit` with all surface forms in order, and for each with the inputs that have it.
    private func forEachSurface(
        _ readers: [FieldReader], _ visit: ([UInt8], ArraySlice<FormSource>) throws(StorageError) -> Void
    ) throws(StorageError) {
        var cursors = try SurfaceCursors(readers)
        var (term, sources) = ([UInt8](), [FormSource]())
        while let first = cursors.least() {
            term.removeAll(keepingCapacity: true)
            term += cursors.term(of: first)
            sources.removeAll(keepingCapacity: true)
            // The others come after the first, in the order of the segments.
            var place = first
            while place < cursors.count {
                guard cursors.term(of: place) == term else {
                    place += 1
                    continue
                }
                sources.append(FormSource(input: cursors.input(of: place), entry: cursors.entry(of: place)))
                if try cursors.advance(place) { place += 1 }
            }
            try visit(term, sources[...])
        }
    }

    /// Copies the lists of all surface forms, in order of the terms.
    private func mergeSurfaces(_ readers: [FieldReader], _ writer: inout FieldWriter) throws(StorageError) {
        try forEachSurface(readers) { term, sources throws(StorageError) in
            for source in sources {
                try writer.append(source.entry, of: readers[source.input], numbers: numbers[source.input])
            }
            if writer.hasPostings { writer.finishTerm(term) }
        }
    }

    /// Copies the lists of all stems, in order of the stems.
    private func mergeClasses(
        _ readers: [FieldReader], _ stemmer: Stemmer, _ writer: inout FieldWriter
    ) throws(StorageError) {
        var (sources, ends) = ([FormSource](), [Int]())
        try forEachSurface(readers) { term, found throws(StorageError) in
            writer.addForm(term)
            sources += found
            ends.append(sources.count)
        }
        let classes = writer.stemClasses(stemmer)
        var members: [(place: UInt32, source: FormSource)] = []
        for index in 0..<classes.count {
            let forms = classes.forms(of: index)
            writer.startClass(formCount: forms.count)
            members.removeAll(keepingCapacity: true)
            for (place, form) in forms.enumerated() {
                for source in sources[(form == 0 ? 0 : ends[Int(form) - 1])..<ends[Int(form)]] {
                    members.append((UInt32(place), source))
                }
            }
            members.sort { ($0.source.input, $0.place) < ($1.source.input, $1.place) }
            var start = 0
            while start < members.count {
                let input = members[start].source.input
                let end = members[start...].firstIndex { $0.source.input != input } ?? members.count
                try append(members[start..<end], of: readers[input], isOnlyForm: forms.count == 1, &writer)
                start = end
            }
            guard writer.isComplete else {
                let names = inputs.map(\.segment.name).joined(separator: ", ")
                let stem = TermForm(classes.term(of: index)).displayText
                throw .corrupt(file: names, reason: "the lists of \(stem) and its forms disagree")
            }
            writer.finishClass(index, of: classes)
        }
    }

    /// Copies the list that the forms of a class have in one input.
    private func append(
        _ members: ArraySlice<(place: UInt32, source: FormSource)>, of reader: FieldReader,
        isOnlyForm: Bool, _ writer: inout FieldWriter
    ) throws(StorageError) {
        guard let first = members.first else { return }
        let (input, entry) = (first.source.input, first.source.entry)
        let numbers = numbers[input]
        guard entry.form != nil else {
            // Fails for damage, and for an input whose stems another version of the stemmer made.
            guard members.count == 1 else { throw disagreement(input) }
            try writer.append(entry, of: reader, numbers: numbers)
            if isOnlyForm { return }
            try reader.postings(entry).forEachPosting { document, frequency in
                guard numbers[Int(document)] != .max else { return }
                for _ in 0..<frequency { writer.appendForm(first.place, document: numbers[Int(document)]) }
            }
            return
        }
        var places = [UInt32](repeating: .max, count: members.count)
        for (place, source) in members {
            guard let form = source.entry.form, form < members.count, places[Int(form)] == .max,
                source.entry.postings == entry.postings, source.entry.positions == entry.positions
            else { throw disagreement(input) }
            places[Int(form)] = place
        }
        let list = try reader.sharedList(entry)
        try writer.append(list.entry, of: reader, numbers: numbers)
        try list.forEachDocument { document, forms throws(StorageError) in
            let number = numbers[Int(document)]
            guard number == .max || writer.appendForms(forms, placeOfNumber: places, document: number) else {
                throw disagreement(input)
            }
        }
    }

    private func disagreement(_ input: Int) -> StorageError {
        .corrupt(file: inputs[input].segment.name, reason: "forms of a stem disagree about their list")
    }
}

/// The entry of a surface form in one of the inputs.
private struct FormSource {
    var input: Int
    var entry: TermEntry
}

/// Walks the surface forms of several fields side by side; one that has come to its end is left out.
private struct SurfaceCursors {
    private struct Place {
        var input: Int
        var cursor: TermTable.Cursor
        /// The term's first eight bytes, the first the highest: what decides most comparisons.
        var prefix: UInt64 = 0
    }

    private var places: [Place] = []

    init(_ readers: [FieldReader]) throws(StorageError) {
        for (input, reader) in readers.enumerated() {
            places.append(Place(input: input, cursor: try reader.terms().cursor()))
            _ = try advance(places.count - 1)
        }
    }

    var count: Int { places.count }

    func input(of place: Int) -> Int { places[place].input }
    func term(of place: Int) -> [UInt8] { places[place].cursor.term }
    func entry(of place: Int) -> TermEntry { places[place].cursor.entry }

    /// The first place with the least term.
    func least() -> Int? {
        guard var least = places.indices.first else { return nil }
        for place in places.indices.dropFirst() {
            let (prefix, known) = (places[place].prefix, places[least].prefix)
            if prefix > known { continue }
            // The eight bytes are alike: what follows them decides.
            if prefix < known || ByteOrder.compare(term(of: place), term(of: least), from: 8) < 0 {
                least = place
            }
        }
        return least
    }

    /// Goes to the next form.
    ///
    /// - Returns: false where there is none; the places after it have then moved down.
    mutating func advance(_ place: Int) throws(StorageError) -> Bool {
        guard try places[place].cursor.nextSurface() else {
            places.remove(at: place)
            return false
        }
        places[place].prefix = ByteOrder.key(of: places[place].cursor.term)
        return true
    }
}
