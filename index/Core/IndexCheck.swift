internal import IndexAnalysis
internal import IndexStorage

/// Reads everything a commit names and tells what is wrong.
package enum IndexCheck {
    /// Problems of a commit and of the others in its folder, which readers may hold and recovery falls back to.
    ///
    /// - Complexity: reads every file whole, and decodes those of the commit.
    package static func problems(of snapshot: Snapshot) -> [String] {
        var problems: [String] = []
        var checked: Set<String> = []
        for part in snapshot.parts where checked.insert(part.segment.name).inserted {
            problems += self.problems(of: part)
            checked.formUnion(part.layers.map(\.name))
        }
        let store = CommitStore(snapshot.fileSystem)
        do throws(StorageError) {
            for number in try store.numbers() {
                do throws(StorageError) {
                    try verifyFiles(of: number, store, snapshot.fileSystem, &checked)
                } catch {
                    // A writer may just have removed a commit that is needed no more.
                    if try store.numbers().contains(number) { problems.append(error.description) }
                }
            }
            problems += try pinProblems(store)
        } catch {
            problems.append(error.description)
        }
        return problems
    }

    /// Pins that are damaged or whose commit is gone.
    private static func pinProblems(_ store: CommitStore) throws(StorageError) -> [String] {
        var problems: [String] = []
        for number in try store.pinnedNumbers().sorted() {
            do throws(StorageError) {
                // A pin that is gone meanwhile was taken away.
                guard try store.pin(of: number) != nil else { continue }
                let numbers = try store.numbers()
                if numbers.contains(number) { continue }
                problems.append("commit \(number) is pinned, and missing")
            } catch {
                problems.append(error.description)
            }
        }
        return problems
    }

    /// Verifies the checksums of a commit and of the files it names, but for those verified already.
    private static func verifyFiles(
        of number: UInt64, _ store: CommitStore, _ fileSystem: any FileSystem, _ checked: inout Set<String>
    ) throws(StorageError) {
        let record = try CommitRecord(store.read(number).payload, file: "commit \(number)")
        for name in record.fileNames.sorted() where !checked.contains(name) {
            try SectionFile(fileSystem.openMapped(name)).verifyAll()
            checked.insert(name)
        }
    }

    /// Problems of one part of a commit, in words that name the file; none when it is sound.
    ///
    /// - Complexity: reads and decodes the whole part.
    package static func problems(of part: Snapshot.Part) -> [String] {
        var problems: [String] = []
        func attempt(_ body: () throws(StorageError) -> Void) {
            do throws(StorageError) { try body() } catch { problems.append(error.description) }
        }
        attempt { () throws(StorageError) in
            try part.segment.verifyAll()
            try checkDocuments(part.segment)
            for field in part.segment.fields { try checkField(field) }
            try part.segment.checkUndamaged()
        }
        for layer in part.layers {
            attempt { () throws(StorageError) in
                try layer.verifyAll()
                try checkLayer(layer)
                try layer.checkUndamaged()
            }
        }
        return problems
    }

    private static func checkDocuments(_ segment: Segment) throws(StorageError) {
        let identifiers = try segment.identifiers()
        var cursor = identifiers.cursor()
        for document in 0..<UInt32(segment.documentCount) {
            try cursor.advance()
            let identifier = cursor.identifier
            guard try identifiers.document(with: identifier) == document else {
                let name = String(decoding: identifier, as: UTF8.self)
                throw .corrupt(file: segment.name, reason: "\(name) does not lead to its document")
            }
        }
        _ = try segment.dates()
        try segment.stored().forEachRecord { _, _ in }
    }

    private static func checkField(_ field: FieldReader) throws(StorageError) {
        let norms = try field.norms()
        var lengths = [UInt32](repeating: 0, count: norms.count)
        var cursor = try field.terms().cursor()
        var (block, positions) = (PostingBlock(), [UInt32]())
        var forms: [Int: [TermEntry]] = [:]
        while try cursor.next() {
            if let form = cursor.entry.form {
                forms[form.stem, default: []].append(cursor.entry)
                continue
            }
            let postings = try field.postings(cursor.entry)
            let chunks = try field.positions(cursor.entry)
            var total: UInt64 = 0
            for index in 0..<postings.list.blockCount {
                try postings.decode(block: index, into: &block)
                try chunks.decode(
                    block: index, frequencies: block.frequencies[..<block.count], into: &positions)
                total += UInt64(positions.count)
                if !TermForm.isStem(cursor.term) {
                    for (document, frequency) in zip(block.documents, block.frequencies).prefix(block.count) {
                        lengths[Int(document)] &+= frequency
                    }
                }
                guard postings.list.hasImpacts else { continue }
                var (stated, actual) = (Impacts(), Impacts())
                postings.list.forEachImpact(ofBlock: index) { stated.insert($0) }
                for (document, frequency) in zip(block.documents, block.frequencies).prefix(block.count) {
                    actual.insert(Impact(frequency: frequency, norm: norms[Int(document)]))
                }
                guard stated == actual else {
                    throw .corrupt(
                        file: norms.path, reason: "\(name(cursor)) has impacts that are not its own")
                }
            }
            guard total == cursor.entry.totalFrequency else {
                throw .corrupt(
                    file: norms.path,
                    reason: "\(name(cursor)) occurs \(total) times, not \(cursor.entry.totalFrequency)")
            }
        }
        for entries in forms.values { try checkForms(entries, field, &lengths) }
        for (document, length) in lengths.enumerated()
        where norms[document] != LengthTable.code(for: length) {
            throw .corrupt(
                file: norms.path, reason: "document \(document) has \(length) tokens, which its norm denies")
        }
    }

    /// Compares the entries of forms that share a list with what stands in it.
    private static func checkForms(
        _ entries: [TermEntry], _ field: FieldReader, _ lengths: inout [UInt32]
    ) throws(StorageError) {
        guard let shared = entries.first?.form else { return }
        let list = try field.sharedList(of: shared)
        var occurrences = FormOccurrences()
        occurrences.start(formCount: entries.count)
        let damaged = StorageError.corrupt(
            file: try field.norms().path, reason: "forms of a stem are not those of its list")
        try list.forEachDocument { document, forms throws(StorageError) in
            lengths[Int(document)] &+= UInt32(forms.count)
            for form in forms {
                guard form < entries.count else { throw damaged }
                occurrences.append(form, document: document)
            }
        }
        guard Set(entries.map { $0.form?.number }).count == entries.count else { throw damaged }
        for entry in entries {
            guard let form = entry.form, form.number < entries.count,
                entry.documentFrequency == occurrences.counts[Int(form.number)].documentFrequency,
                entry.totalFrequency == occurrences.counts[Int(form.number)].totalFrequency
            else { throw damaged }
        }
    }

    private static func name(_ cursor: TermTable.Cursor) -> String { TermForm(cursor.term).displayText }

    private static func checkLayer(_ layer: FacetLayer) throws(StorageError) {
        var cursor = try layer.values().cursor()
        var block = PostingBlock()
        let ordinals = try layer.ordinals()
        var counts = OrdinalCounts(of: ordinals)
        for document in 0..<UInt32(layer.meta.documentCount) {
            try counts.count([1].span, from: document)
            _ = try layer.mentions(of: document)
        }
        let documentCounts = try counts.values()
        var ordinal = 0
        while try cursor.next() {
            let postings = try layer.postings(cursor.entry)
            for index in 0..<postings.list.blockCount { try postings.decode(block: index, into: &block) }
            guard Int(documentCounts[ordinal]) == cursor.entry.documentFrequency else {
                throw .corrupt(file: layer.name, reason: "postings and ordinals disagree on value \(ordinal)")
            }
            ordinal += 1
        }
    }
}
