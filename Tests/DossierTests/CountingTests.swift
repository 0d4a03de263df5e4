import IndexSearch
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

/// Documents of which it is known by their numbers which words they hold; more than a window has, in one segment.
private struct Collection {
    /// A little more than the greatest window has.
    static let count = 33_100
    /// Of the words `w0`, `w1`, … each is in one document of so many.
    static let rarities = [1.0, 1.3, 2, 4, 5, 7, 10, 20, 40, 100, 400, 3000]

    let folder: TemporaryFolder
    var source = ArticleSource()
    /// For each word the documents that hold it.
    var holders: [String: [Bool]] = [:]
    var live = [Bool](repeating: true, count: count)

    init() throws {
        folder = try TemporaryFolder()
        var random = SeededGenerator(state: 3)
        for (index, rarity) in Self.rarities.enumerated() {
            holders["w\(index)"] = (0..<Self.count).map { _ in
                Double.random(in: 0..<rarity, using: &random) < 1
            }
        }
        // Blocks of neighbours, and documents at the edges of blocks, of windows and of the segment.
        holders["run"] = (0..<Self.count).map { (32_600..<33_000).contains($0) }
        holders["edge"] = (0..<Self.count).map { $0 % 4096 == 0 || $0 % 4096 == 4095 || $0 == Self.count - 1 }
        holders["full"] = (0..<Self.count).map { (32_768 - 128..<32_768).contains($0) }
        let words = holders.keys.sorted()
        for number in 0..<Self.count {
            let text = words.filter { holders[$0]?[number] ?? false }.joined(separator: " ")
            let tags = number % 5 == 0 ? ["fifth"] : []
            source.write(Self.identifier(number), "Report\n\n\(text)\n", tags: tags)
        }
        try SmallIndex.update(source, in: folder.fileSystem)
    }

    /// Identifiers stand in the order of the numbers.
    static func identifier(_ number: Int) -> String { "news/\(100_000 + number)" }

    mutating func deleteSome() throws {
        for number in stride(from: 7, to: Self.count, by: 31) + [32_767, 32_768, Self.count - 1] {
            source.articles[Self.identifier(number)] = nil
            live[number] = false
        }
        try SmallIndex.update(source, in: folder.fileSystem)
    }

    /// How many documents match, by looking at every one.
    func count(_ query: Query) -> Int {
        (0..<Self.count).count { live[$0] && matches($0, query) }
    }

    private func matches(_ number: Int, _ query: Query) -> Bool {
        switch query {
        case .word(let text, _, _): holders[text]?[number] ?? false
        // The words of a document stand in their order.
        case .phrase(let words, _):
            words.allSatisfy { holders[$0]?[number] ?? false }
                && !holders.contains { $0.key > words[0] && $0.key < words[1] && $0.value[number] }
        case .facet: number % 5 == 0
        case .and(let parts): parts.allSatisfy { matches(number, $0) }
        case .or(let parts): parts.contains { matches(number, $0) }
        case .not(let part): !matches(number, part)
        case .all: true
        default: false
        }
    }
}

@Suite("Counts")
struct CountingTests {
    @Test("are those of a look at every document, at edges of blocks and windows, with deletes and filters")
    func counts() throws {
        var collection = try Collection()
        try check(collection, seed: 1)
        try collection.deleteSome()
        try check(collection, seed: 2)
    }

    private func check(_ collection: Collection, seed: UInt64) throws {
        let index = try SearchIndex(path: collection.folder.path)
        #expect(try index.statistics().segmentCount == 1)
        var random = SeededGenerator(state: seed)
        let words = collection.holders.keys.sorted()
        func word() -> Query {
            .word(text: words[Int.random(in: 0..<words.count, using: &random)], field: nil, exact: true)
        }
        func some(_ counts: ClosedRange<Int>) -> [Query] {
            (0..<Int.random(in: counts, using: &random)).map { _ in word() }
        }
        let fifth = Query.facet(name: "tag", value: "fifth")
        for _ in 0..<15 {
            let first = Int.random(in: 0..<words.count - 1, using: &random)
            let pair = [words[first], words[Int.random(in: first + 1..<words.count, using: &random)]]
            for query in [
                .or(some(2...3)), .or(some(4...8)), .and(some(2...3)), .and([.or(some(2...4)), fifth]),
                .and([.or(some(2...4)), word(), .not(word())]), .and(some(2...3) + [fifth]),
                .or([.and(some(2...2)), word()]), .phrase(pair, field: nil),
                .or([.phrase(pair, field: nil), word()]), .and([word(), .or([word(), .all])]), word(),
                .and([.or([.or(some(2...3)), .all]), .or([word(), .all])]),
                .and([word(), .or([fifth, .all])]),
                .and([.all, .not(word()), .or([.phrase(pair, field: nil), .all])]),
            ] as [Query] {
                let expected = collection.count(query)
                for limit in [0, 10] {
                    var options = SearchOptions()
                    options.limit = limit
                    #expect(try index.searcher.search(query, options).total == expected, "\(query)")
                }
            }
        }
    }
}
