import IndexAnalysis
import IndexStorage
import TestSupport

@testable import IndexCore

/// A document as tests give it to builders.
struct SampleDocument {
    var identifier: String
    var date: Int32
    var record: [UInt8]
    /// The words of each field; word `i` stands at position `2 · i`.
    var fields: [[String]]
    /// What a facet's plugin finds, or nil where it fails; values are ranks in `sampleValues`.
    var mentions: [FacetMention]?

    /// Of the words of its first field, in place of a text.
    var signature: TextSignature {
        var signer = TextSigner()
        signer.begin()
        signer.append(words: fields.first ?? [])
        return signer.sign()
    }
}

extension TextSigner {
    mutating func append(words: [String]) {
        var tokens = TokenSlice(folded: [], offsets: [0], tokens: 0..<0)
        for word in words {
            tokens.folded += word.utf8
            tokens.offsets.append(UInt32(tokens.folded.count))
        }
        tokens.tokens = 0..<words.count
        append(tokens)
    }
}

/// Values of the facet of sample documents, ascending.
let sampleValues = (0..<300).map { Array("V\(1000 + $0)".utf8) }
let sampleRules = ["name", "demonym", "capital"]

/// English words, many of one stem; the stem of some has another stem itself, as `agreed`, `agre`, `agr`.
let stemmedWords = [
    "sanction", "sanctions", "sanctioned", "sanctioning", "agree", "agreed", "agreement", "agreements",
    "agre",
    "agr", "missile", "missiles", "seoul", "summit", "summits", "running", "runs", "run", "korea", "korean",
    "koreans", "general", "generally", "generous", "generations", "university", "universe", "the", "news",
    "new",
]

/// Documents of seeded words, mentions and records; some fields are empty, some facets fail.
///
/// - Parameter valueCount: how many of `sampleValues` may be named.
func sampleDocuments(
    count: Int, seed: UInt64, fieldCount: Int = 2, valueCount: Int = 20
) -> [SampleDocument] {
    var random = SeededGenerator(state: seed)
    return (0..<count).map { number in
        let fields = (0..<fieldCount).map { _ in
            (0..<Int.random(in: 0...20, using: &random)).map { _ in
                Int.random(in: 0...2, using: &random) == 0
                    ? "word\(Int.random(in: 0...300, using: &random))"
                    : stemmedWords[Int.random(in: stemmedWords.indices, using: &random)]
            }
        }
        let record = sampleBytes(Int.random(in: 0...90, using: &random), seed: UInt64(number))
        return SampleDocument(
            identifier: "root/\(seed)/\(UInt64.random(in: 0...999, using: &random))/\(number).txt",
            date: Int32.random(in: Int32.min...Int32.max, using: &random), record: record, fields: fields,
            mentions: Int.random(in: 0...15, using: &random) == 0
                ? nil : sampleMentions(valueCount: valueCount, &random))
    }
}

private func sampleMentions(valueCount: Int, _ random: inout SeededGenerator) -> [FacetMention] {
    var (start, positions): (UInt32, [UInt32]) = (0, [0, 0])
    return (0..<Int.random(in: 0...5, using: &random)).map { _ in
        let field = Int.random(in: 0...1, using: &random)
        start += UInt32.random(in: 0...3000, using: &random)
        positions[field] += UInt32.random(in: 0...500, using: &random)
        return FacetMention(
            value: UInt32.random(in: 0..<UInt32(valueCount), using: &random), field: UInt8(field),
            position: positions[field], tokenCount: UInt32.random(in: 1...4, using: &random), start: start,
            size: UInt32.random(in: 1...40, using: &random),
            rule: UInt16.random(in: 0..<UInt16(sampleRules.count), using: &random),
            row: UInt32.random(in: 0...9000, using: &random))
    }
}

/// A folder with a store, in which tests build segments and layers of sample documents.
final class SampleStore {
    let folder: TemporaryFolder
    let store: CommitStore
    let settings: SegmentSettings

    init(fieldCount: Int = 2, analyzer: Analyzer = .english) throws {
        folder = try TemporaryFolder()
        store = CommitStore(folder.fileSystem)
        settings = SegmentSettings(
            fieldNames: (0..<fieldCount).map { "field\($0)" }, analyzer: analyzer, signsTexts: true)
    }

    var fileSystem: DirectoryFileSystem { folder.fileSystem }

    func segment(of documents: [SampleDocument]) throws -> Segment {
        var builder = SegmentBuilder(settings)
        for document in documents {
            for (field, words) in document.fields.enumerated() {
                for (index, word) in words.enumerated() {
                    builder.append(field: field, term: Array(word.utf8)[...], position: UInt32(2 * index))
                }
            }
            builder.finishDocument(
                identifier: Array(document.identifier.utf8), date: document.date, record: document.record,
                signature: document.signature)
        }
        return try Segment(try builder.write(to: store), in: fileSystem)
    }

    func layer(of documents: [SampleDocument], core: Segment) throws -> FacetLayer {
        var builder = FacetLayerBuilder(
            values: sampleValues, facet: "country", pluginVersion: 3, fingerprint: .max - 7,
            rules: sampleRules)
        for document in documents {
            if let mentions = document.mentions {
                builder.append(mentions)
            } else {
                builder.appendIncomplete()
            }
        }
        return try FacetLayer(try builder.write(coreName: core.name, to: store), of: core, in: fileSystem)
    }

    /// A part of a commit that names these files.
    func part(_ segment: Segment, layers: [FacetLayer], deletes: DeleteSet? = nil) -> Snapshot.Part {
        var record = CommitRecord.Segment(
            instance: 1, core: segment.name, documentCount: segment.documentCount, textByteCount: 1,
            layers: layers.map(\.name))
        record.deletedCount = deletes?.count ?? 0
        return Snapshot.Part(
            record: record, segment: segment, layers: layers, deletes: deletes)
    }

    func bytes(_ name: String) throws -> [UInt8] { try folder.map(name).allBytes.array() }
}

/// Deletes about one document in `divisor`.
func sampleDeletes(of segment: Segment, divisor: Int, seed: UInt64) -> DeleteSet {
    var random = SeededGenerator(state: seed)
    var deletes = DeleteSet(coreName: segment.name, documentCount: segment.documentCount)
    for document in 0..<UInt32(segment.documentCount)
    where Int.random(in: 0..<divisor, using: &random) == 0 {
        deletes.insert(document)
    }
    return deletes
}
