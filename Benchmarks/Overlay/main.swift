import IndexAnalysis
import IndexCore
import IndexSearch
import IndexStorage

// What an overlay costs the counting of stated values: overlay-bench FOLDER [DOCUMENTS VALUES SEGMENTS MERGES].
// The same index is asked without an overlay and with one that merges values into others.

let numbers = CommandLine.arguments.dropFirst(2).compactMap { Int($0) }
guard CommandLine.arguments.count > 1, numbers.isEmpty || numbers.count == 4 else {
    print("overlay-bench FOLDER [DOCUMENTS VALUES SEGMENTS MERGES]")
    throw Usage()
}
let shape = numbers.count == 4 ? numbers : [1_000_000, 1_000_000, 20, 10_000]
let (documentCount, valueCount, segmentCount, mergeCount) = (shape[0], shape[1], shape[2], shape[3])

struct Usage: Error {}

/// SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

func identifier(_ value: Int) -> [UInt8] {
    let digits = String(value)
    return Array(("v" + String(repeating: "0", count: 8 - digits.count) + digits).utf8)
}

/// Half of a document's eight values are any, half few that many have.
func value(_ random: inout Random) -> Int {
    let any = Int.random(in: 0..<valueCount, using: &random)
    return Bool.random(using: &random) ? any : any % 1000 * any / valueCount
}

func makeSegment(
    _ number: Int, _ settings: SegmentSettings, in fileSystem: DirectoryFileSystem
) throws -> Snapshot.Part {
    var random = Random(state: UInt64(number))
    let store = CommitStore(fileSystem)
    var (builder, layer) = (SegmentBuilder(settings), StatedLayerBuilder(facet: "tag"))
    let count = documentCount / segmentCount
    for document in 0..<count {
        let word = "word\(Int.random(in: 0..<10, using: &random))"
        builder.append(field: 0, term: Array(word.utf8)[...], position: 0)
        builder.finishDocument(identifier: Array("\(number)/\(document)".utf8), date: noDate, record: [])
        layer.append(
            (0..<8).map { _ in
                let value = value(&random)
                return layer.number(of: identifier(value))
            })
    }
    let core = try Segment(builder.write(to: store), in: fileSystem)
    let name = try layer.write(coreName: core.name, to: store)
    return Snapshot.Part(
        record: CommitRecord.Segment(
            instance: UInt64(number), core: core.name, documentCount: count, textByteCount: 1, layers: [name]),
        segment: core, layers: [try FacetLayer(name, of: core, in: fileSystem)], deletes: nil)
}

func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    let time = try ContinuousClock().measure(body)
    return Double(time.components.seconds) * 1e3 + Double(time.components.attoseconds) / 1e15
}

func median(_ body: () throws -> Void) rethrows -> Double {
    try (0..<9).map { _ in try milliseconds(body) }.sorted()[4]
}

let fileSystem = DirectoryFileSystem(path: CommandLine.arguments[1])
let settings = SegmentSettings(fieldNames: ["body"], analyzer: .multilingual)
var record = CommitRecord(
    analyzer: settings.analyzer.stableDescription, schema: [], fieldNames: ["body"], runByteCount: 1)
record.facets = [.stated("tag")]
var parts: [Snapshot.Part] = []
for number in 0..<segmentCount { parts.append(try makeSegment(number, settings, in: fileSystem)) }
let snapshot = try Snapshot(
    parts, commitNumber: 1, record: record, catalogs: [FacetCatalog([])], copies: nil, in: fileSystem)

/// Merges every so many values into others, of which some have many documents.
func overlay(_ count: Int) -> String {
    var random = Random(state: 99)
    var sources: Set<Int> = []
    while sources.count < count { sources.insert(Int.random(in: 1000..<valueCount, using: &random)) }
    return sources.sorted().map { source in
        let target = Bool.random(using: &random) ? source % 1000 : source + 1
        return "merge\ttag:\(String(decoding: identifier(source), as: UTF8.self))\ttag:"
            + String(decoding: identifier(target), as: UTF8.self)
    }.joined(separator: "\n")
}

for merges in [0, 10, mergeCount] {
    let text = Array(overlay(merges).utf8)
    var problems: [FacetOverlay.Problem] = []
    var searcher = Searcher(snapshot, analyzer: settings.analyzer, defaultFields: ["body"])
    let open = try milliseconds {
        if merges == 0 { return }
        let read = FacetOverlay(text, settings.analyzer.makeTokenizer(), problems: &problems)
        searcher = try Searcher(
            snapshot, analyzer: settings.analyzer, defaultFields: ["body"], overlay: read, problems: &problems
        )
    }
    var options = SearchOptions()
    options.limit = 0
    options.countedFacets = [0]
    options.facetValueLimit = 10
    let first = try milliseconds { _ = try searcher.search(.all, options) }
    let all = try median { _ = try searcher.search(.all, options) }
    let word = Query.word(text: "word3", field: nil, exact: true)
    let filtered = try median { _ = try searcher.search(word, options) }
    let drilled = Query.and([word, .facet(name: "tag", value: "v00000007")])
    let drill = try median { _ = try searcher.search(drilled, options) }
    print(
        "\(merges) merges: open \(open) ms, first count \(first) ms, all \(all) ms, filtered \(filtered) ms, "
            + "drilled down \(drill) ms, problems \(problems.count) \(problems.first?.reason ?? "")")
}
