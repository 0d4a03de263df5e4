internal import IndexAnalysis
internal import IndexStorage

/// Joins one field of several segments.
struct FieldMerger {
    /// The entry of a surface form in one of the inputs, and the form's place in its class.
    private struct Member {
        var input: Int
        var place: UInt32
        var entry: TermEntry
    }

    private let merger: SegmentMerger
    private let readers: [FieldReader]
    /// Those of each reader.
    private let fields: [FieldLists]
    /// Of the documents of each reader.
    private let renumberings: [PendingPostings.Renumbering]
    private var writer: FieldWriter
    private var occurrences = ReorderedOccurrences()
    private var reorderedForms = ReorderedForms()

    init(_ merger: SegmentMerger, _ readers: [FieldReader]) throws(StorageError) {
        self.merger = merger
        self.readers = readers
        renumberings = readers.indices.map { merger.renumbering($0) }
        var (fields, norms) = ([FieldLists](), [MappedBytes]())
        for reader in readers {
            fields.append(try reader.lists())
            norms.append(try reader.norms())
        }
        self.fields = fields
        writer = FieldWriter(norms: merger.origins.map { norms[Int($0.input)][Int($0.document)] })
        let sizes = readers.map(\.listByteCounts)
        writer.reserve(
            postings: sizes.reduce(0) { $0 + $1.postings }, positions: sizes.reduce(0) { $0 + $1.positions })
    }

    consuming func parts(_ settings: SegmentSettings) throws(StorageError) -> FieldParts {
        if let stemmer = settings.analyzer.makeStemmer() {
            try mergeClasses(stemmer)
        } else {
            try mergeSurfaces()
        }
        return writer.finish()
    }

    /// Joins the lists of all surface forms, in order of the terms.
    private mutating func mergeSurfaces() throws(StorageError) {
        var cursors = try SurfaceCursors(readers)
        var (term, lists) = ([UInt8](), [(input: Int, entry: TermEntry)]())
        while try cursors.next(&term, &lists) {
            try join(lists[...])
            if writer.hasPostings { writer.finishTerm(term[...]) }
        }
    }

    /// Joins the lists of all stems.
    private mutating func mergeClasses(_ stemmer: WordStemmer) throws(StorageError) {
        var cursors = try SurfaceCursors(readers)
        var (term, found) = ([UInt8](), [(input: Int, entry: TermEntry)]())
        var (lists, ends) = ([(input: Int, entry: TermEntry)](), [0])
        while try cursors.next(&term, &found) {
            writer.addForm(term[...])
            lists += found
            ends.append(lists.count)
        }
        let classes = writer.makeClasses(stemmer)
        var members: [Member] = []
        for index in classes.listOrder {
            let forms = classes.forms(of: index)
            writer.startClass(formCount: forms.count)
            if forms.count == 1, let form = forms.first {
                try join(lists[ends[Int(form)]..<ends[Int(form) + 1]])
            } else {
                members.removeAll(keepingCapacity: true)
                for (place, form) in forms.enumerated() {
                    for list in lists[ends[Int(form)]..<ends[Int(form) + 1]] {
                        members.append(Member(input: list.input, place: UInt32(place), entry: list.entry))
                    }
                }
                try join(members, stem: classes.term(of: index))
            }
            writer.finishClass(index)
        }
    }

    /// Adds the lists of a class of several forms to the list being written, and which form stands where.
    private mutating func join(_ members: [Member], stem: [UInt8]) throws(StorageError) {
        let members = members.sorted { ($0.input, $0.place) < ($1.input, $1.place) }
        var lists: [(input: Int, entry: TermEntry)] = []
        var start = 0
        while start < members.count {
            let input = members[start].input
            let end = members[start...].firstIndex { $0.input != input } ?? members.count
            lists.append((input, try appendForms(members[start..<end], of: input, stem: stem)))
            start = end
        }
        if merger.isReordered {
            for (document, place) in reorderedForms.removeAll() {
                writer.appendForm(place, document: document)
            }
        }
        try join(lists[...])
        // Fails for a damaged input, and for one whose stems another version of the stemmer made.
        guard writer.isComplete else {
            let names = merger.inputs.map(\.segment.name).joined(separator: ", ")
            throw .corrupt(
                file: names, reason: "the lists of \(TermForm(stem).displayText) and its forms disagree")
        }
    }

    /// Adds which form of a class stands at each position of the list they have in one input.
    ///
    /// - Returns: the entry of that list.
    private mutating func appendForms(
        _ members: ArraySlice<Member>, of input: Int, stem: [UInt8]
    ) throws(StorageError) -> TermEntry {
        let (reader, numbers, first) = (readers[input], merger.numbers[input], members[members.startIndex])
        if members.contains(where: { $0.entry.form != nil }) {
            return try appendShared(members, of: input)
        }
        if members.count == 1 {
            var block = PostingBlock()
            let postings = try reader.postings(first.entry)
            for index in 0..<postings.list.blockCount {
                try postings.decode(block: index, into: &block)
                for posting in 0..<block.count {
                    let number = numbers[Int(block.documents[posting])]
                    if number == .max { continue }
                    for _ in 0..<block.frequencies[posting] { appendForm(first.place, document: number) }
                }
            }
            return first.entry
        }
        guard let entry = try reader.entry(of: stem), entry.isInlined else { throw disagreement(input) }
        var found: [(occurrence: UInt64, place: UInt32)] = []
        for member in members {
            guard member.entry.isInlined else { throw disagreement(input) }
            for occurrence in try reader.inlinedOccurrences(of: member.entry) {
                found.append((occurrence, member.place))
            }
        }
        found.sort { $0.occurrence < $1.occurrence }
        for (occurrence, place) in found {
            let number = numbers[Int(occurrence >> 32)]
            if number != .max { appendForm(place, document: number) }
        }
        return entry
    }

    private mutating func appendShared(
        _ members: ArraySlice<Member>, of input: Int
    ) throws(StorageError) -> TermEntry {
        guard let shared = members.first?.entry.form else { throw disagreement(input) }
        var places = [UInt32](repeating: .max, count: members.count)
        for member in members {
            guard let form = member.entry.form, form.stem == shared.stem, form.number < members.count,
                places[Int(form.number)] == .max
            else { throw disagreement(input) }
            places[Int(form.number)] = member.place
        }
        let list = try readers[input].sharedList(of: shared)
        let numbers = merger.numbers[input]
        try list.forEachDocument { document, forms throws(StorageError) in
            let number = numbers[Int(document)]
            if number == .max { return }
            for form in forms {
                guard form < places.count else { throw disagreement(input) }
                appendForm(places[Int(form)], document: number)
            }
        }
        return list.entry
    }

    @inline(__always)
    private mutating func appendForm(_ place: UInt32, document: UInt32) {
        if merger.isReordered {
            reorderedForms.append(place, document: document)
        } else {
            writer.appendForm(place, document: document)
        }
    }

    private func disagreement(_ input: Int) -> StorageError {
        .corrupt(file: merger.inputs[input].segment.name, reason: "forms of a stem disagree about their list")
    }

    /// Adds lists, one of an input, to the list being written.
    private mutating func join(_ lists: ArraySlice<(input: Int, entry: TermEntry)>) throws(StorageError) {
        for list in lists where list.entry.form != nil { throw disagreement(list.input) }
        guard merger.isReordered else {
            for list in lists {
                try writer.append(try fields[list.input].source(list.entry), renumberings[list.input])
            }
            return
        }
        var sources: [(PendingPostings.Source, numbers: [UInt32])] = []
        for list in lists {
            sources.append((try fields[list.input].source(list.entry), merger.numbers[list.input]))
        }
        try occurrences.forEachPart(
            of: sources, documentCount: merger.documentCount, memoryBudgetBytes: merger.memoryBudgetBytes
        ) {
            writer.append($0, 0..<$0.count)
        }
    }
}

/// Brings the forms at the positions of a list into another order of documents.
private struct ReorderedForms {
    private var places: [UInt32] = []
    /// `document << 32 | index of the place`.
    private var keys: [UInt64] = []

    mutating func append(_ place: UInt32, document: UInt32) {
        keys.append(UInt64(document) << 32 | UInt64(places.count))
        places.append(place)
    }

    mutating func removeAll() -> [(document: UInt32, place: UInt32)] {
        keys.sort()
        defer {
            places.removeAll(keepingCapacity: true)
            keys.removeAll(keepingCapacity: true)
        }
        return keys.map { (UInt32($0 >> 32), places[Int($0 & 0xFFFF_FFFF)]) }
    }
}
