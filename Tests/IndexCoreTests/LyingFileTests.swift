import IndexAnalysis
import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

/// One lie each, with right checksums: what reads it must notice.
@Suite struct LyingFileTests {
    private let files: HostileTests
    private var index: SampleStore { files.index }

    private let soundCore: SectionParts
    private let soundLayer: SectionParts

    init() throws {
        files = try HostileTests()
        soundCore = try SectionParts(files.coreName, in: files.index)
        soundLayer = try SectionParts(files.layerName, in: files.index)
    }

    /// Writes the core file with some sections changed.
    private func lie(_ change: (inout SectionParts) -> Void) throws {
        var parts = soundCore
        change(&parts)
        try parts.write(files.coreName, in: index)
    }

    private func lieInLayer(_ change: (inout SectionParts) -> Void) throws {
        var parts = soundLayer
        change(&parts)
        try parts.write(files.layerName, in: index)
    }

    private func openCore() throws(StorageError) -> Segment {
        try Segment(files.coreName, in: index.fileSystem)
    }

    private func openLayer() throws(StorageError) -> FacetLayer {
        try FacetLayer(files.layerName, of: openCore(), in: index.fileSystem)
    }

    private func merge() throws(StorageError) {
        let inputs = [try openCore(), files.other].map { SegmentMerger.Input(segment: $0, deletes: nil) }
        _ = try SegmentMerger(inputs).writeCore(index.settings, to: CommitStore(ForgetfulFileSystem()))
    }

    /// The sound dictionary of field 0 with its entries changed, and terms added before the others.
    private func dictionary(
        adding terms: [[UInt8]] = [], _ change: (_ term: [UInt8], _ entry: inout TermEntry) -> Bool
    ) throws -> [UInt8] {
        try soundCore.write(files.coreName, in: index)
        var cursor = try openCore().fields[0].terms().cursor()
        let sound = soundCore[CoreSection.dictionary(0)]
        var writer = TermDictionary.Writer()
        while try cursor.next() {
            var entry = cursor.entry
            if writer.termCount == 0 {
                for term in terms { writer.append(term: term[...], entry: entry, inlined: sound) }
            }
            if change(cursor.term, &entry) {
                writer.append(term: cursor.term[...], entry: entry, inlined: sound)
            }
        }
        return writer.finish()
    }

    @Test("A core that states more documents than it has dates, norms or lengths for is refused at open")
    func documentCount() throws {
        let meta = try CoreMeta(soundCore[CoreSection.meta], file: "a")
        for count in [0, meta.documentCount - 1, meta.documentCount + 1, Int(UInt32.max) - 1, 1 << 47] {
            var changed = meta
            changed.documentCount = count
            try lie { $0[CoreSection.meta] = changed.encoded() }
            #expect(throws: StorageError.self) { try openCore() }
        }
        var changed = meta
        changed.fields[1].totalLength = UInt64(meta.documentCount) << 32
        try lie { $0[CoreSection.meta] = changed.encoded() }
        #expect(throws: StorageError.self) { try openCore() }
        try lie { $0[CoreSection.norms(1)].append(1) }
        #expect(throws: StorageError.self) { try openCore() }
        try lie { $0[CoreSection.dates].removeLast() }
        #expect(throws: StorageError.self) { try openCore() }
    }

    @Test("A term of more documents or occurrences than the segment can have is damage")
    func termFrequencies() throws {
        // An inlined entry states no total.
        var cursor = try openCore().fields[0].terms().cursor()
        while cursor.entry.isInlined { #expect(try cursor.next()) }
        let (term, sound) = (cursor.term, cursor.entry)
        let documentCount = try openCore().documentCount
        for (documents, total) in [
            (documentCount + 1, UInt64(documentCount + 1)), (Int(UInt32.max), 1 << 40),
            (sound.documentFrequency, UInt64(sound.documentFrequency) << 32),
        ] {
            let bytes = try dictionary { found, entry in
                if found == term { (entry.documentFrequency, entry.totalFrequency) = (documents, total) }
                return true
            }
            try lie { $0[CoreSection.dictionary(0)] = bytes }
            #expect(throws: StorageError.self) { try openCore().fields[0].entry(of: term) }
            #expect(throws: StorageError.self) { try openCore().contents() }
        }
    }

    @Test("Surface forms that would sort among the stems are damage to a merge")
    func controlSurfaces() throws {
        for term in [[], [0], [0, 5]] as [[UInt8]] {
            let bytes = try dictionary(adding: [term]) { _, _ in true }
            try lie { $0[CoreSection.dictionary(0)] = bytes }
            #expect(throws: StorageError.self) { try merge() }
        }
        try lie { _ in }
        try merge()
    }

    @Test("Forms that are not those of the list they share are damage to a merge, a search and a check")
    func disagreeingForms() throws {
        let (one, other) = (Array("sanction".utf8), Array("sanctions".utf8))
        let forms = try [one, other].map { try #require(try openCore().fields[0].entry(of: $0)) }
        let form = try #require(forms[0].form)
        let termCount = try openCore().fields[0].terms().count
        let lies: [(inout TermEntry) -> Void] = [
            { ($0.form, $0.documentFrequency, $0.totalFrequency) = (nil, 5, 5) },
            { $0.form = forms[1].form }, { $0.form?.number = 1000 }, { $0.form?.number = .max },
            { $0.form?.stem = 0 }, { $0.form?.stem = termCount - 1 }, { $0.form?.stem = termCount },
            { $0.form?.stem = Int(UInt32.max) },
        ]
        #expect(form != forms[1].form)
        for lie in lies {
            let bytes = try dictionary { term, entry in
                if term == one { lie(&entry) }
                return true
            }
            try self.lie { $0[CoreSection.dictionary(0)] = bytes }
            #expect(throws: StorageError.self) { try merge() }
            #expect(throws: StorageError.self) { try openCore().contents() }
            let part = index.part(try openCore(), layers: [])
            #expect(!IndexCheck.problems(of: part).isEmpty)
        }
        // A merge counts anew.
        let total = try dictionary { term, entry in
            if term == one { entry.totalFrequency += 1 }
            return true
        }
        try lie { $0[CoreSection.dictionary(0)] = total }
        #expect(throws: StorageError.self) { try openCore().contents() }
        // A form that is missing is noticed where the list names it.
        let missing = try dictionary { term, _ in term != one }
        try lie { $0[CoreSection.dictionary(0)] = missing }
        #expect(throws: StorageError.self) { try merge() }
        try lie { _ in }
        try merge()
    }

    @Test("A check reports frequencies and norms that are not those of the postings")
    func checkedTotals() throws {
        func problems() throws -> [String] { IndexCheck.problems(of: index.part(try openCore(), layers: [])) }
        #expect(try problems() == [])
        var isChanged = false
        let bytes = try dictionary { _, entry in
            // An inlined entry states no total.
            if !entry.isInlined, !isChanged {
                entry.totalFrequency += 1
                isChanged = true
            }
            return true
        }
        #expect(isChanged)
        try lie { $0[CoreSection.dictionary(0)] = bytes }
        #expect(try problems().first?.contains(files.coreName) == true)
        let document = try #require(soundCore[CoreSection.norms(1)].firstIndex { $0 > 0 })
        try lie { $0[CoreSection.norms(1)][document] -= 1 }
        #expect(try problems().first?.contains(files.coreName) == true)
    }

    @Test("Mentions of no value or no rule, or that end beyond 32 bits, are damage")
    func mentions() throws {
        // Naming, position and start; then value, token count, size and row, and rule with field.
        let sound: [UInt64] = [0, 5, 5, 0, 1, 1, 0, 0]
        let limit = UInt64(UInt32.max)
        let lies: [(place: Int, number: UInt64)] = [
            (0, 1), (0, limit), (1, limit), (1, limit + 1), (2, limit), (2, limit + 1), (3, 300), (3, limit),
            (4, limit), (5, limit), (7, UInt64(sampleRules.count)), (7, 65535), (7, 3 << 24),
        ]
        for lie in lies.map(Optional.some) + [nil] {
            var numbers = sound
            if let lie { numbers[lie.place] = lie.number }
            var (bytes, namings) = ([UInt8](), [UInt8]())
            for document in files.documents.indices {
                bytes.appendInteger(document == 0 ? 2 : 0)
                guard document == 0 else { continue }
                for place in 0..<3 { VariableInteger.append(sound[place], to: &bytes) }
                for place in 0..<3 { VariableInteger.append(numbers[place], to: &bytes) }
            }
            for place in 3..<8 { namings.appendFixed32(UInt32(truncatingIfNeeded: numbers[place])) }
            try lieInLayer { parts in
                parts[LayerSection.mentions] = bytes
                parts[LayerSection.namings] = namings
                parts[LayerSection.mentionBlocks] = [UInt8](repeating: 0, count: 8)
            }
            guard lie != nil else {
                #expect(try openLayer().mentions(of: 0).map(\.position) == [5, 10])
                continue
            }
            #expect(throws: StorageError.self, "\(String(describing: lie))") {
                try openLayer().mentions(of: 0)
            }
        }
    }

    @Test("Incomplete documents that do not ascend or do not exist are damage")
    func incompleteDocuments() throws {
        let meta = try FacetLayerMeta(soundLayer[LayerSection.meta], file: "a")
        for documents in [[3, 3], [4, 3], [9], [.max]] as [[UInt32]] {
            var changed = meta
            changed.incompleteDocuments = documents
            try lieInLayer { $0[LayerSection.meta] = changed.encoded() }
            #expect(throws: StorageError.self) { try openLayer() }
        }
    }

    @Test("A commit whose next instance number leaves no room for another is damage")
    func lastInstance() {
        var record = sampleRecord()
        record.nextInstance = .max
        #expect(throws: StorageError.self) { try CommitRecord(record.encoded(), file: "a") }
    }

    @Test("Layers of different plugin versions, tables or rules are not merged")
    func layersOfDifferentPlugins() throws {
        let core = try openCore()
        let merger = SegmentMerger([core, files.other].map { .init(segment: $0, deletes: nil) })
        for (facet, version, fingerprint, rules) in [
            ("alliance", 3, .max - 7, sampleRules), ("country", 4, .max - 7, sampleRules),
            ("country", 3, .max - 8, sampleRules), ("country", 3, .max - 7, sampleRules.reversed()),
        ] as [(String, Int, UInt64, [String])] {
            var builder = FacetLayerBuilder(
                values: sampleValues, facet: facet, pluginVersion: version, fingerprint: fingerprint,
                rules: rules
            )
            for _ in 0..<5 { builder.append([]) }
            let other = try FacetLayer(
                builder.write(coreName: files.other.name, to: index.store), of: files.other,
                in: index.fileSystem)
            #expect(throws: StorageError.self) {
                try merger.writeLayer([openLayer(), other], coreName: "a.core", to: index.store)
            }
        }
    }
}
