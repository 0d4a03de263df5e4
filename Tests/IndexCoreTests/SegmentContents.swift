import IndexAnalysis
import IndexStorage

@testable import IndexCore

/// Documents of a term and its positions in each.
typealias TermContents = [UInt32: [UInt32]]

/// Everything a field holds, in a form that can be compared.
struct FieldContents: Equatable {
    var name = ""
    var documentCount = 0
    var totalLength: UInt64 = 0
    var norms: [UInt8] = []
    /// By dictionary bytes, stems as well.
    var terms: [[UInt8]: TermContents] = [:]
}

/// Everything a core file holds.
struct SegmentContents: Equatable {
    var documentCount = 0
    var identifiers: [[UInt8]] = []
    var dates: [Int32] = []
    var records: [[UInt8]] = []
    var signatures: [TextSignature] = []
    var fields: [FieldContents] = []
}

extension FieldReader {
    /// Every posting of a term, through postings, positions and the totals of its entry.
    func contents(of entry: TermEntry) throws(StorageError) -> TermContents {
        let (postings, chunks) = (try postings(entry), try positions(entry))
        var found: TermContents = [:]
        var (block, positions) = (PostingBlock(), [UInt32]())
        for index in 0..<postings.list.blockCount {
            try postings.decode(block: index, into: &block)
            try chunks.decode(
                block: index, frequencies: block.frequencies[..<block.count], into: &positions)
            postings.list.forEachImpact(ofBlock: index) { _ in }
            var start = 0
            for posting in 0..<block.count {
                let end = start + Int(block.frequencies[posting])
                found[block.documents[posting]] = Array(positions[start..<end])
                start = end
            }
        }
        return found
    }

    func contents() throws(StorageError) -> FieldContents {
        var contents = FieldContents(
            name: name, documentCount: documentCount, totalLength: totalLength, norms: try norms().array())
        var cursor = try terms().cursor()
        while try cursor.next() { contents.terms[cursor.term] = try self.contents(of: cursor.entry) }
        return contents
    }
}

extension Segment {
    func contents() throws(StorageError) -> SegmentContents {
        var contents = SegmentContents(documentCount: documentCount)
        let (identifiers, dates, stored) = (try identifiers(), try dates(), try stored())
        for document in 0..<UInt32(documentCount) {
            contents.identifiers.append(try identifiers.identifier(of: document))
            contents.dates.append(dates[document])
            if let column = try signatures() {
                contents.signatures.append(try column.signature(of: document))
            }
        }
        try stored.forEachRecord { _, record in contents.records.append(Array(record)) }
        for field in fields { contents.fields.append(try field.contents()) }
        try checkUndamaged()
        return contents
    }
}

extension SegmentContents {
    /// What a segment of the documents must hold: surface forms, and the entries of stems that differ from a
    /// class's only form.
    init(_ documents: [SampleDocument], _ settings: SegmentSettings) {
        documentCount = documents.count
        identifiers = documents.map { Array($0.identifier.utf8) }
        dates = documents.map(\.date)
        records = documents.map(\.record)
        signatures = settings.signsTexts ? documents.map(\.signature) : []
        let stemmer = settings.analyzer.makeStemmer()
        fields = settings.fieldNames.enumerated().map { index, name in
            FieldContents(name, documents.map { $0.fields[index] }, stemmer)
        }
    }
}

extension FieldContents {
    init(_ name: String, _ documents: [[String]], _ stemmer: WordStemmer?) {
        self.name = name
        norms = documents.map { LengthTable.code(for: UInt32($0.count)) }
        documentCount = documents.count { !$0.isEmpty }
        totalLength = UInt64(documents.reduce(0) { $0 + $1.count })
        for (document, words) in documents.enumerated() {
            for (index, word) in words.enumerated() {
                terms[Array(word.utf8), default: [:]][UInt32(document), default: []].append(UInt32(2 * index))
            }
        }
        guard let stemmer else { return }
        for (stem, contents) in stemClasses(stemmer) {
            let forms = terms.keys.filter { !TermForm.isStem($0) && stemmer.stem($0) == stem }
            if forms == [stem] { continue }
            terms[TermForm.stemTerm(language: stemmer.language, stem: stem)] = contents
        }
    }

    /// For each stem of a surface form, the postings of all forms that have it.
    func stemClasses(_ stemmer: WordStemmer) -> [[UInt8]: TermContents] {
        var classes: [[UInt8]: TermContents] = [:]
        for (term, contents) in terms where !TermForm.isStem(term) {
            classes[stemmer.stem(term), default: [:]].merge(contents) { ($0 + $1).sorted() }
        }
        return classes
    }
}

/// Everything a layer file holds.
struct LayerContents: Equatable {
    var meta: FacetLayerMeta
    /// Mentions of each value's documents, by the bytes of its id.
    var frequencies: [[UInt8]: [UInt32: UInt32]] = [:]
    /// Ids of each document's values.
    var valuesByDocument: [[[UInt8]]] = []
    var mentionsByDocument: [[FacetMention]] = []
}

extension FacetLayer {
    func contents() throws(StorageError) -> LayerContents {
        var contents = LayerContents(meta: meta)
        let identifiers = try valueIdentifiers()
        var cursor = try values().cursor()
        var block = PostingBlock()
        while try cursor.next() {
            let postings = try postings(cursor.entry)
            for index in 0..<postings.list.blockCount {
                try postings.decode(block: index, into: &block)
                for posting in 0..<block.count {
                    contents.frequencies[cursor.term, default: [:]][block.documents[posting]] =
                        block.frequencies[posting]
                }
            }
        }
        for document in 0..<UInt32(meta.documentCount) {
            let counts = try ordinalCounts(of: document)
            contents.valuesByDocument.append(
                identifiers.indices.filter { counts[$0] > 0 }.map { identifiers[$0] })
            contents.mentionsByDocument.append(try mentions(of: document))
        }
        try checkUndamaged()
        return contents
    }

    /// How often the column names each ordinal for one document.
    func ordinalCounts(of document: UInt32) throws(StorageError) -> [Int] {
        var counts = OrdinalCounts(of: try ordinals())
        try counts.count([1].span, from: document)
        return try counts.values().map { Int($0) }
    }
}

extension LayerContents {
    /// What the layer of the documents must hold.
    init(_ documents: [SampleDocument], coreName: String) {
        meta = FacetLayerMeta(
            coreName: coreName, facet: "country", pluginVersion: 3, fingerprint: .max - 7,
            documentCount: documents.count, rules: sampleRules)
        let all = documents.map { $0.mentions ?? [] }
        let present = Set(all.joined().map(\.value)).sorted()
        meta.ordinalWidth = present.count <= 256 ? 1 : 2
        meta.incompleteDocuments = documents.indices.filter { documents[$0].mentions == nil }.map {
            UInt32($0)
        }
        for (document, mentions) in all.enumerated() {
            let values = Set(mentions.map(\.value)).sorted().map { sampleValues[Int($0)] }
            valuesByDocument.append(values)
            for mention in mentions {
                frequencies[sampleValues[Int(mention.value)], default: [:]][UInt32(document), default: 0] += 1
            }
            mentionsByDocument.append(
                mentions.map { mention in
                    var renumbered = mention
                    renumbered.value = UInt32(present.firstIndex(of: mention.value) ?? -1)
                    return renumbered
                })
        }
    }
}
